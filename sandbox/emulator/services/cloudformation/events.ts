import type { Host } from '../../kernel/context.ts'
import type { Scope } from '../../kernel/store.ts'
import { events, putStack, stackTopic, type ResourceRecord, type StackRecord } from './state.ts'

type Where = Scope & Pick<Host, 'clock' | 'ids' | 'signals'>

interface Happening {
  readonly logicalId: string
  readonly physicalId: string
  readonly type: string
  readonly status: string
  readonly reason?: string | undefined
  readonly properties?: object
}

/** Writes an event and the stack as it is with it. */
function record(where: Where, stack: StackRecord, what: Happening): StackRecord {
  const { properties, reason, ...rest } = what
  events(where).put(`${stack.id}/${stack.events}`, {
    ...rest,
    // Ids of resources' events start with the resource's name, those of the stack's do not.
    id: what.type === STACK ? where.ids.uuid() : `${what.logicalId}-${where.ids.uuid()}`,
    stackId: stack.id,
    stackName: stack.name,
    time: where.clock.now(),
    ...(reason === undefined ? {} : { reason }),
    ...(properties === undefined ? {} : { properties: JSON.stringify(properties) }),
    ...(stack.clientToken === undefined ? {} : { clientToken: stack.clientToken }),
  })
  const next = putStack(where, { ...stack, events: stack.events + 1 })
  where.signals.notify(stackTopic(stack.id))
  return next
}

const STACK = 'AWS::CloudFormation::Stack'

/** The stack takes another status, and says so. */
export function stackStatus(where: Where, stack: StackRecord, status: string, reason?: string): StackRecord {
  const { reason: _, ...rest } = stack
  const next = { ...rest, status, ...(reason === undefined ? {} : { reason }) }
  return record(where, next, { logicalId: stack.name, physicalId: stack.id, type: STACK, status, reason })
}

/** A resource of the stack takes another status, and says so. */
export function resourceStatus(where: Where, stack: StackRecord, resource: ResourceRecord, status: string, reason?: string): StackRecord {
  const { reason: _, ...rest } = resource
  const next = { ...rest, status, updatedAt: where.clock.now(), ...(reason === undefined ? {} : { reason }) }
  const resources = { ...stack.resources, [resource.logicalId]: next }
  return record(where, { ...stack, resources }, { ...happening(resource), status, reason })
}

/** An event about a resource that is no longer the stack's, or not the one that it shows. */
export function aside(where: Where, stack: StackRecord, resource: ResourceRecord, status: string, reason?: string): StackRecord {
  return record(where, stack, { ...happening(resource), status, reason })
}

const happening = ({ logicalId, physicalId, type, properties }: ResourceRecord) => ({ logicalId, physicalId: physicalId ?? '', type, properties })

import type { CloudFormationClient, StackEvent } from '@aws-sdk/client-cloudformation'
import type { Clients } from '../clients.ts'

const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 2500

/** How an operation on a stack has ended. */
export interface Ending {
  /** The stack's: `CREATE_COMPLETE`, `ROLLBACK_COMPLETE`, … */
  readonly status: string
  /** All events of this operation, oldest first. */
  readonly events: readonly StackEvent[]
}

/** What happens to a stack from now on. */
export interface EventFeed {
  /** Resolves when the stack itself has come to an end; `onEvent` is told of each event on the way. */
  untilEnd(onEvent: (event: StackEvent) => void): Promise<Ending>
}

/** Marks where the stack's events are now, so that what comes later is told from what was. `stackId` names it even when it is deleted. */
export async function followStack(clients: Clients, stackId: string): Promise<EventFeed> {
  const client = await clients.cloudformation()
  const seen = new Set((await newEvents(client, stackId, new Set())).map(({ EventId }) => EventId!))
  return {
    async untilEnd(onEvent) {
      const events: StackEvent[] = []
      for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
        for (const event of await newEvents(client, stackId, seen)) {
          seen.add(event.EventId!)
          events.push(event)
          onEvent(event)
        }
        const last = events.at(-1)
        if (last && isOfStack(last) && isEnd(last.ResourceStatus!)) return { status: last.ResourceStatus!, events }
        await new Promise((resolve) => setTimeout(resolve, pause))
      }
    },
  }
}

export const isOfStack = ({ PhysicalResourceId, StackId }: StackEvent) => PhysicalResourceId === StackId

/** `ROLLBACK_IN_PROGRESS` is on the way, and so is `UPDATE_COMPLETE_CLEANUP_IN_PROGRESS`; `UPDATE_FAILED` goes on with the rollback. */
const isEnd = (status: string) => !status.endsWith('_IN_PROGRESS') && status !== 'UPDATE_FAILED' && status !== 'CREATE_FAILED'

/** Those that are not in `seen`, oldest first. CloudFormation gives the newest first, a hundred a page. */
async function newEvents(client: CloudFormationClient, StackName: string, seen: ReadonlySet<string>): Promise<StackEvent[]> {
  const { paginateDescribeStackEvents } = await import('@aws-sdk/client-cloudformation')
  const found: StackEvent[] = []
  for await (const page of paginateDescribeStackEvents({ client }, { StackName })) {
    const fresh = (page.StackEvents ?? []).filter(({ EventId }) => !seen.has(EventId!))
    found.push(...fresh)
    if (fresh.length < (page.StackEvents ?? []).length) break
  }
  return found.reverse()
}

/** What follows from the failure of another resource, in CloudFormation's words. */
const CASCADE = /^Resource (creation|update|deletion)( has been)? cancelled|^The following resource\(s\) failed/i

/** The failures that the others follow from, oldest first. */
export function rootCauses(events: readonly StackEvent[]): StackEvent[] {
  const failures = events.filter((event) => event.ResourceStatus!.endsWith('_FAILED') && !isOfStack(event))
  const own = failures.filter(({ ResourceStatusReason = '' }) => !CASCADE.test(ResourceStatusReason))
  return own.length > 0 ? own : failures
}

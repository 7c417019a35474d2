import type { AssumeRoleCommandOutput } from '@aws-sdk/client-sts'
import { TemplateError, type ResourceLookup, type Value } from '../../../template/index.ts'
import { servicePrincipal, type Caller, type Host, type Principal } from '../../kernel/context.ts'
import { findCredential } from '../../kernel/credentials.ts'
import { assert, AwsError } from '../../kernel/errors.ts'
import { ALPHANUMERIC, LOWER_ALPHANUMERIC } from '../../kernel/ids.ts'
import type { Scope } from '../../kernel/store.ts'
import { aside, resourceStatus, stackStatus } from './events.ts'
import { exportsOf } from './exports.ts'
import { inputFor } from './resources/coerce.ts'
import type { Io } from './resources/provider.ts'
import type { StackApi } from './resources/stack-api.ts'
import { putStack, stacks, type ResourceRecord, type StackRecord } from './state.ts'

/** A stack that something is being done to. */
export class StackRun {
  readonly host: Host
  readonly where: Scope & Host
  readonly signal: AbortSignal
  readonly #id: string
  readonly #api: (run: StackRun) => StackApi
  #caller: Promise<Caller> | undefined
  /** A user has asked for what is under way to be undone. */
  isCancelled = false

  constructor(host: Host, place: { account: string; region: string }, id: string, signal: AbortSignal, api: (run: StackRun) => StackApi) {
    this.host = host
    this.where = { ...host, ...place }
    this.#id = id
    this.signal = signal
    this.#api = api
  }

  get stack(): StackRecord {
    const found = stacks(this.where).get(this.#id)
    assert(found, `there is a stack ${this.#id}`)
    return found
  }

  change(fields: Partial<StackRecord>): StackRecord {
    return putStack(this.where, { ...this.stack, ...fields })
  }

  /** Where there is nothing to undo and nothing left over any more. */
  forgetBefore(): void {
    const { before: _, leftovers: __, ...rest } = this.stack
    putStack(this.where, rest)
  }

  status(status: string, reason?: string): void {
    stackStatus(this.where, this.stack, status, reason)
  }

  resource(record: ResourceRecord, status: string, reason?: string): void {
    resourceStatus(this.where, this.stack, record, status, reason)
  }

  aside(record: ResourceRecord, status: string, reason?: string): void {
    aside(this.where, this.stack, record, status, reason)
  }

  drop(logicalId: string): void {
    const { [logicalId]: _, ...resources } = this.stack.resources
    this.change({ resources })
  }

  /** What the resources made so far answer to Ref and Fn::GetAtt. */
  lookup(onImport: (name: string) => void = () => {}): ResourceLookup {
    return {
      ref: (id) => this.stack.resources[id]?.physicalId ?? missing(id),
      getAtt: (id, attribute) => attributeOf(this.stack.resources[id] ?? missing(id), attribute),
      importValue: (name) => {
        onImport(name)
        return exportsOf(this.where).find((one) => one.name === name)?.value
      },
    }
  }

  async call<O>(service: string, operation: string, input: object): Promise<O> {
    const caller = await (this.#caller ??= this.#resolveCaller())
    const requestId = this.host.ids.uuid()
    try {
      return await this.host.call<O>({ ...caller, requestId }, service, operation, await inputFor(service, operation, input))
    } catch (error) {
      if (error instanceof AwsError) Object.assign(error, { calledService: service, requestId })
      throw error
    }
  }

  io(logicalId: string, initiated: (physicalId: string) => void): Io {
    const { id: stackId, name: stackName } = this.stack
    const { account, region } = this.where
    return {
      account,
      region,
      stackId,
      stackName,
      logicalId,
      initiated,
      stacks: this.#api(this),
      call: (service, operation, input) => this.call(service, operation, input),
      generatedName: (max, isLower = false) => this.#generatedName(logicalId, max, isLower),
      until: async (probe) => {
        while (!this.signal.aborted && !(await probe())) await this.host.clock.machine.sleep(20, this.signal)
      },
    }
  }

  /** Of names that are too long the stack's and the resource's parts are cut, never the part that makes them unique. */
  #generatedName(logicalId: string, max: number, isLower: boolean): string {
    const unique = this.host.ids.chars(12, isLower ? LOWER_ALPHANUMERIC : ALPHANUMERIC)
    const room = max - unique.length - 2
    const own = logicalId.slice(0, Math.max(room - this.stack.name.length, Math.ceil(room / 2)))
    const name = `${this.stack.name.slice(0, room - own.length)}-${own}-${unique}`
    return isLower ? name.toLowerCase() : name
  }

  /** The stack's role, or else who made it. */
  async #resolveCaller(): Promise<Caller> {
    const { principal, roleArn } = this.stack
    const { account, region } = this.where
    if (roleArn === undefined) return { principal, region }
    const service = { principal: servicePrincipal('cloudformation.amazonaws.com', account), region }
    const { Credentials } = await this.host.call<AssumeRoleCommandOutput>(service, 'sts', 'AssumeRole', { RoleArn: roleArn, RoleSessionName: 'AWSCloudFormation' })
    return { principal: roleSession(this.host, Credentials!.AccessKeyId!), region }
  }
}

function roleSession(host: Host, accessKeyId: string): Principal {
  const credential = findCredential(host.store, accessKeyId)
  assert(credential, 'AssumeRole remembers what it gives')
  return credential.principal
}

function missing(logicalId: string): never {
  throw new TemplateError(`Resource ${logicalId} has not been made.`)
}

/** An attribute may be a member of one (`Outputs.Name`, `Endpoint.Address`). */
export function attributeOf({ type, attributes }: ResourceRecord, name: string): Value {
  const found = attributes[name]
  if (found === undefined) throw new TemplateError(`Requested attribute ${name} does not exist in schema for ${type}`)
  return found
}

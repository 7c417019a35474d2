import { idsOfCall } from './call-ids.ts'
import type { Caller, Context, Host } from './context.ts'
import type { HttpRequest } from './http.ts'
import type { Ids } from './ids.ts'
import type { VerifiedSignature } from './signature/verify.ts'

/** A context while it is being made ready. */
export type CallContext = { -readonly [Name in keyof Context]: Context[Name] }

/** The context of a call by `caller`, whose request id is drawn from `requestIds` where it brings none. */
export function callContext(host: Host, requestIds: Ids, caller: Caller, request?: HttpRequest, signature?: VerifiedSignature): CallContext {
  // Those that most calls have none of are here as well: what is added later makes the whole object grow, twice a request.
  const ctx: { -readonly [Name in keyof Context]-?: Context[Name] | undefined } = {
    store: host.store,
    blobs: host.blobs,
    clock: host.clock,
    ids: host.ids,
    signals: host.signals,
    journal: host.journal,
    traces: host.traces,
    faults: host.faults,
    settings: host.settings,
    committed: host.committed,
    call: host.call,
    get: host.get,
    authorize: host.authorize,
    principal: caller.principal,
    account: caller.principal.account,
    region: caller.region,
    requestId: caller.requestId ?? requestIds.uuid(),
    now: host.clock.now(),
    responseHeaders: {},
    request,
    signature,
    source: caller.source,
    trace: undefined,
    isLook: caller.isLook,
    denial: undefined,
    fault: undefined,
    decided: undefined,
  }
  return ctx as CallContext
}

/** With a seed: gives a call ids of its own, and with them its request id, if it has none already. */
export function drawIds(host: Host, service: string, operation: string, input: object, ctx: CallContext, requestId?: string): void {
  if (!ctx.ids.repeats) return
  ctx.ids = idsOfCall(host.ids, ctx, { name: `${service}.${operation}`, input, endpoint: ctx.settings.endpoint })
  if (requestId === undefined) ctx.requestId = ctx.ids.uuid()
}

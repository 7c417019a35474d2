import type { Context } from './context.ts'
import type { AwsError } from './errors.ts'
import type { JournalEntry } from './journal.ts'
import type { Attributes, Span } from './trace/span.ts'

/** How a call went. */
export interface Outcome {
  readonly failure?: AwsError | undefined
  readonly resources?: readonly string[]
  readonly duration_ms?: number
}

/** Tells the journal of a call that has ended. */
export function recordCall(service: string, operation: string, ctx: Context, outcome: Outcome): void {
  if (ctx.isLook) return
  const { failure, resources = [], duration_ms = 0 } = outcome
  // All members at once, as what is added later costs twice; there are thousands of these.
  const entry: JournalEntry = {
    time: ctx.now,
    requestId: ctx.requestId,
    service,
    operation,
    account: ctx.account,
    region: ctx.region,
    principal: ctx.principal.arn,
    role: ctx.principal.roleArn,
    accessKeyId: ctx.principal.type === 'user' ? ctx.principal.accessKeyId : undefined,
    resources,
    decided: ctx.decided,
    status: failure?.status ?? 200,
    error: failure?.code,
    message: failure?.message,
    fault: ctx.fault?.ids,
    duration_ms,
  }
  ctx.journal.record(entry)
}

/** Ends the span of a call, and says there what the call was. */
export function endTrace(span: Span, service: string, operation: string, ctx: Context, failure?: AwsError, attributes?: Attributes, duration_ms = 0): void {
  span.service = service
  span.name = operation
  span.account = ctx.account
  span.region = ctx.region
  span.principal = ctx.principal.arn
  span.requestId = ctx.requestId
  if (ctx.fault) span.add({ fault: ctx.fault.ids })
  ctx.traces.end(span, failure ? { error: failure, attributes, decisions: ctx.decided } : { attributes, decisions: ctx.decided }, duration_ms)
}

import { createHash } from 'node:crypto'
import type { CreateLogStreamRequest, PutLogEventsRequest } from '@aws-sdk/client-cloudwatch-logs'
import { servicePrincipal, type Caller, type Host } from '../../../kernel/context.ts'
import { AwsError } from '../../../kernel/errors.ts'
import { arnOf } from '../state.ts'
import { contextVariable, type AnyCall } from './context-variables.ts'

const VARIABLE = /\$context\.((?:[\w-]+)(?:\.[\w-]+)*)/g

/** The line of an access log: its format with each `$context.<name>` filled in, `-` for what there is not. */
export function formatLine(format: string, call: AnyCall): string {
  return format.replace(VARIABLE, (_all, name: string) => contextVariable(call, name) ?? '-')
}

/** Where lines go: those that come while others are on their way wait for them, and go together. */
interface Outbox {
  lines: { timestamp: number; message: string }[]
  isSending: boolean
}

const outboxes = new WeakMap<Host['store'], Map<string, Outbox>>()

/** Writes the request's line to the stage's log group, if it has one. The answer does not wait for it. */
export function logAccess(call: AnyCall): void {
  const { DestinationArn: arn, Format: format } = call.stage.AccessLogSettings ?? {}
  if (!arn || !format) return
  const group = /^arn:aws[\w-]*:logs:([\w-]+):(\d{12}):log-group:([^:*]+)/.exec(arn)
  if (!group) return
  const [, region = '', account = '', logGroupName = ''] = group
  const line = { timestamp: call.now, message: formatLine(format, call) }
  const all = outboxes.get(call.host.store) ?? new Map<string, Outbox>()
  outboxes.set(call.host.store, all)
  const target = { logGroupName, logStreamName: streamOf(call) }
  const key = JSON.stringify([region, account, target])
  const outbox = all.get(key) ?? { lines: [], isSending: false }
  all.set(key, outbox)
  outbox.lines.push(line)
  if (outbox.isSending) return
  const principal = servicePrincipal('delivery.logs.amazonaws.com', account)
  const caller: Caller = { principal, region, source: { arn: arnOf(call, call.apiId, 'stages', call.stage.StageName), account: call.account } }
  void send(call.host, outbox, target, caller).catch((error: unknown) => {
    call.host.settings.log(`HTTP API ${call.apiId}: no access log in ${logGroupName}: ${error instanceof Error ? error.message : String(error)}`)
  })
}

const MOST_LINES = 1_000

async function send(host: Host, outbox: Outbox, target: Required<CreateLogStreamRequest>, caller: Caller): Promise<void> {
  outbox.isSending = true
  try {
    while (outbox.lines.length > 0) {
      const logEvents = outbox.lines.splice(0, MOST_LINES).sort((a, b) => a.timestamp - b.timestamp)
      const input: PutLogEventsRequest = { ...target, logEvents }
      try {
        await host.call(caller, 'logs', 'PutLogEvents', input)
      } catch (error) {
        if (!(error instanceof AwsError) || error.code !== 'ResourceNotFoundException') throw error
        await host.call(caller, 'logs', 'CreateLogStream', target)
        await host.call(caller, 'logs', 'PutLogEvents', input)
      }
    }
  } finally {
    outbox.isSending = false
    outbox.lines = []
  }
}

/** One stream for a stage; what AWS calls its streams is not published. */
function streamOf({ apiId, stage }: AnyCall): string {
  return createHash('md5').update(`${apiId}/${stage.StageName}`).digest('hex')
}

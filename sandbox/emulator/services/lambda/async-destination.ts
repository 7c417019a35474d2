import type { Host } from '../../kernel/context.ts'
import { AwsError } from '../../kernel/errors.ts'
import type { AsyncEvent } from './async-invocation.ts'
import { invokeConfigs } from './event-invoke-config.ts'
import { functionArn } from './function-name.ts'
import { measureAsync } from './measure.ts'
import { assumeRole } from './runtime/role.ts'
import { LATEST, qualifiedKey, scopeOf, type FunctionRecord } from './state.ts'

export type Condition = 'Success' | 'RetriesExhausted' | 'EventAgeExceeded' | 'ZeroReservedConcurrency'

/** Tells the event's destination, where it has one, in the name of the function's role; true where that took it. */
export async function deliver(host: Host, found: FunctionRecord, event: AsyncEvent, condition: Condition): Promise<boolean> {
  const config = invokeConfigs(scopeOf(host, found)).get(qualifiedKey(event.name, event.qualifier))
  const to = condition === 'Success' ? config?.destinations.OnSuccess : config?.destinations.OnFailure
  if (!to?.Destination) return false
  const record = JSON.stringify(invocationRecord(host, event, condition))
  try {
    const { caller } = await assumeRole(host, found)
    if (to.Destination.startsWith('arn:aws:s3:')) {
      const Bucket = to.Destination.slice(to.Destination.lastIndexOf(':') + 1)
      await host.call(caller, 's3', 'PutObject', { Bucket, Key: objectKey(host, event), Body: record })
    } else {
      const input = { FunctionName: to.Destination, InvocationType: 'Event', Payload: Buffer.from(record) }
      await host.call(caller, 'lambda', 'Invoke', input)
    }
    return true
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    measureAsync(host, event, 'DestinationDeliveryFailures', 1)
    host.settings.log(`The destination ${to.Destination} did not take the record of ${found.arn}: ${error.message}`)
    return false
  }
}

/** As in "Capturing records of Lambda asynchronous invocations". What never ran has no response to tell of. */
function invocationRecord(host: Host, event: AsyncEvent, condition: Condition): object {
  const { last, request } = event
  return {
    version: '1.0',
    timestamp: new Date(host.clock.now()).toISOString(),
    requestContext: {
      requestId: request.requestId,
      functionArn: functionArn(event, event.name, event.qualifier ?? LATEST),
      condition,
      approximateInvokeCount: event.attempts,
    },
    requestPayload: parse(request.payload),
    ...(last
      ? {
          responseContext: { statusCode: 200, executedVersion: last.version, ...(last.errorType === undefined ? {} : { functionError: 'Unhandled' }) },
          responsePayload: parse(last.payload),
        }
      : {}),
  }
}

/** `aws/lambda/async/<function>/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-<UUID>` */
function objectKey(host: Host, { name }: AsyncEvent): string {
  const [date, time] = new Date(host.clock.now()).toISOString().slice(0, 19).split('T') as [string, string]
  return `aws/lambda/async/${name}/${date.replaceAll('-', '/')}/${date}T${time.replaceAll(':', '.')}-${host.ids.uuid()}`
}

/** A custom runtime may answer anything. */
function parse(payload: Uint8Array): unknown {
  const text = Buffer.from(payload).toString()
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

import type { NotificationConfiguration } from '@aws-sdk/client-s3'
import { servicePrincipal, type Context } from '../../kernel/context.ts'
import { AwsError } from '../../kernel/errors.ts'
import { invalidArgument } from './errors.ts'
import type { Bucket } from './state.ts'

/** A destination as S3 speaks of it where it refuses one. */
interface Refused {
  readonly name: string
  readonly reason: string
}

/**
 * Throws `InvalidArgument` where a destination's ARN is none, and (unless `skip`) where events cannot be brought there.
 * There are no topics and no queues here: those are taken with `skip` only, and get nothing.
 */
export async function checkDestinations(
  ctx: Context,
  bucket: Bucket,
  { LambdaFunctionConfigurations, QueueConfigurations, TopicConfigurations }: NotificationConfiguration,
  skip: boolean,
): Promise<void> {
  const functions = (LambdaFunctionConfigurations ?? []).map((rule) => readArn('lambda', 'CloudFunction', rule.LambdaFunctionArn))
  const queues = (QueueConfigurations ?? []).map((rule) => readArn('sqs', 'Queue', rule.QueueArn))
  const topics = (TopicConfigurations ?? []).map((rule) => readArn('sns', 'Topic', rule.TopicArn))
  if (skip) return
  const refused: Refused[] = [
    ...topics.map((name) => ({ name, reason: 'The destination topic does not exist' })),
    ...queues.map((name) => ({ name, reason: 'The destination queue does not exist' })),
  ]
  for (const arn of functions)
    if (!(await canInvoke(ctx, bucket, arn))) refused.push({ name: `${arn}, null`, reason: `Not authorized to invoke function [${arn}]` })
  if (refused.length > 0) throw unreachable(refused)
}

function readArn(service: string, argument: string, arn: string | undefined): string {
  if (arn !== undefined && new RegExp(`^arn:aws:${service}:[a-z0-9-]+:\\d{12}:.+$`).test(arn)) return arn
  throw invalidArgument('The ARN could not be parsed', argument, arn ?? '')
}

async function canInvoke(ctx: Context, bucket: Bucket, arn: string): Promise<boolean> {
  // Events do not leave the bucket's region.
  if (arn.split(':')[3] !== bucket.region) return false
  const source = { arn: `arn:aws:s3:::${bucket.name}`, account: bucket.account }
  const caller = { principal: servicePrincipal('s3.amazonaws.com', bucket.account), region: bucket.region, source }
  try {
    await ctx.call(caller, 'lambda', 'Invoke', { FunctionName: arn, InvocationType: 'DryRun' })
    return true
  } catch (error) {
    if (error instanceof AwsError) return false
    throw error
  }
}

function unreachable(refused: readonly Refused[]): AwsError {
  const members = refused.flatMap(({ name, reason }, index) => [
    [`ArgumentName${index + 1}`, name],
    [`ArgumentValue${index + 1}`, reason],
  ])
  return new AwsError('InvalidArgument', 'Unable to validate the following destination configurations', { members: Object.fromEntries(members) })
}

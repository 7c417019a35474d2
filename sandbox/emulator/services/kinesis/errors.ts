import { AwsError } from '../../kernel/errors.ts'

/** Errors of Kinesis; the texts are the service's own. */

export const resourceNotFound = (message: string) => new AwsError('ResourceNotFoundException', message)

export const invalidArgument = (message: string) => new AwsError('InvalidArgumentException', message)

export const validationException = (message: string) => new AwsError('ValidationException', message)

export const resourceInUse = (message: string) => new AwsError('ResourceInUseException', message)

export const limitExceeded = (message: string) => new AwsError('LimitExceededException', message)

/** What a shard answers that has no capacity left; both for writes and for reads. */
export const rateExceeded = (shardId: string, stream: string, account: string) =>
  new AwsError('ProvisionedThroughputExceededException', rateExceededMessage(shardId, stream, account))

export const rateExceededMessage = (shardId: string, stream: string, account: string) =>
  `Rate exceeded for shard ${shardId} in stream ${stream} under account ${account}.`

/** Too many calls of one operation; those that are about no stream name the account alone. */
export const callRateExceeded = (stream: string | undefined, account: string) =>
  limitExceeded(`Rate exceeded for ${stream === undefined ? '' : `stream ${stream} under `}account ${account}.`)

/** `wanted` is what the operation needs: `ACTIVE`, or `ACTIVE or UPDATING`. */
export const notActive = (stream: string, account: string, wanted: string, status: string) =>
  resourceInUse(`Stream ${stream} under account ${account} not ${wanted}, instead in state ${status}`)

export const streamNotFound = (name: string, account: string) =>
  resourceNotFound(`Stream ${name} under account ${account} not found.`)

export const shardNotFound = (shardId: string, stream: string, account: string) =>
  resourceNotFound(`Could not find shard ${shardId} in stream ${stream} under account ${account}.`)

/** What the reading operations say of a shard that the stream does not have. */
export const shardDoesNotExist = (shardId: string, stream: string, account: string) =>
  resourceNotFound(`Shard ${shardId} in stream ${stream} under account ${account} does not exist`)

export const consumerNotFound = (consumer: string, account: string) =>
  resourceNotFound(`Consumer ${consumer}, account ${account} not found.`)

export const shardLimitExceeded = (account: string, region: string, counts: { now: number; limit: number; more: number }) =>
  limitExceeded(
    `This request would exceed the shard limit for the account ${account} in ${region}. ` +
      `Current shard count for the account: ${counts.now}. Limit: ${counts.limit}. ` +
      `Number of additional shards that would have resulted from this request: ${counts.more}. ` +
      'Refer to the AWS Service Limits page (http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) ' +
      'for current limits and how to request higher limits.',
  )

export const autoNeedsOnDemand = () =>
  invalidArgument('RecordDistributionStrategy is only supported for streams in ON_DEMAND mode.')

/** Shards of an on-demand stream are the service's own business. */
export const onDemandMode = (stream: string, account: string) =>
  validationException(`Request is invalid. Stream ${stream} under account ${account} is in On-Demand mode.`)

export const invalidShardIterator = () => invalidArgument('Invalid ShardIterator.')

/** Times are epoch milliseconds. */
export const expiredIterator = (issuedAt: number, now: number) =>
  new AwsError(
    'ExpiredIteratorException',
    `Iterator expired. The iterator was created at time ${javaDate(issuedAt)} while right now it is ${javaDate(now)} ` +
      'which is further in the future than the tolerated delay of 300000 milliseconds.',
  )

export const expiredNextToken = () =>
  new AwsError('ExpiredNextTokenException', 'The pagination token passed to the operation has expired.')

/** `DryRun` succeeds by failing with this error. */
export const dryRun = () =>
  new AwsError('DryRunOperationException', 'Request would have succeeded, but DryRun flag is set.')

/** `Thu Jan 22 01:22:02 UTC 2015` */
function javaDate(time: number): string {
  const [weekday, day, month, year, clock] = new Date(time).toUTCString().replace(',', '').split(' ')
  return `${weekday} ${month} ${day} ${clock} UTC ${year}`
}

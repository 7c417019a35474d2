import type { Context } from '../../kernel/context.ts'
import type { Limits } from '../../kernel/validate.ts'
import { invalidParameter } from './errors.ts'

const GROUP_PATTERN = '[\\.\\-_/#A-Za-z0-9]+'

export const NAME_LIMITS = {
  logGroupName: { min: 1, max: 512, pattern: GROUP_PATTERN },
  logStreamName: { min: 1, max: 512, pattern: '[^:*]*' },
} satisfies Limits

type Where = Pick<Context, 'account' | 'region'>

/** Without the `:*` that older answers of this service end with. */
export const groupArn = ({ account, region }: Where, name: string) => `arn:aws:logs:${region}:${account}:log-group:${name}`

export const streamArn = (ctx: Where, group: string, name: string) => `${groupArn(ctx, group)}:log-stream:${name}`

/** What IAM is asked about for an operation on a group: AWS writes it as a stream without a name. */
export const groupResource = (input: { logGroupName?: string | undefined }, ctx: Where) =>
  streamArn(ctx, input.logGroupName ?? '', '')

export const streamResource = (input: { logGroupName?: string | undefined; logStreamName?: string | undefined }, ctx: Where) =>
  streamArn(ctx, input.logGroupName ?? '', input.logStreamName ?? '')

/** The group that `logGroupName` or `logGroupIdentifier` (a name or an ARN) means; exactly one of them must be given. */
export function namedGroup(input: { logGroupName?: string | undefined; logGroupIdentifier?: string | undefined }): string {
  const { logGroupName: name, logGroupIdentifier: identifier } = input
  if (name !== undefined && identifier !== undefined)
    throw invalidParameter('LogGroupName and LogGroupIdentifier cannot both be specified in the same request.')
  if (name !== undefined) return name
  if (identifier === undefined) throw invalidParameter('Either LogGroupName or LogGroupIdentifier must be specified.')
  return /^arn:[^:]*:logs:[^:]*:[^:]*:log-group:([^:]+)/.exec(identifier)?.[1] ?? identifier
}

export const namedGroupResource = (
  input: { logGroupName?: string | undefined; logGroupIdentifier?: string | undefined; logStreamName?: string | undefined },
  ctx: Where,
) => streamArn(ctx, input.logGroupName ?? namedGroup({ logGroupIdentifier: input.logGroupIdentifier ?? '' }), input.logStreamName ?? '')

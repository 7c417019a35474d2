import type { GetAccessKeyLastUsedCommandInput, GetAccessKeyLastUsedCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { ownerOf } from '../access-keys.ts'
import { accessDenied } from '../errors.ts'
import { lastCall, namespaceOf } from '../last-used.ts'
import { wholeSeconds } from '../state.ts'

export const GetAccessKeyLastUsed = operation<GetAccessKeyLastUsedCommandInput, GetAccessKeyLastUsedCommandOutput>({
  action: 'iam:GetAccessKeyLastUsed',
  resource: (input, ctx) => ownerOf(ctx, input.AccessKeyId!)?.arn ?? '*',
  limits: { AccessKeyId: { min: 16, max: 128 } },
  handle(input, ctx) {
    const id = input.AccessKeyId!
    const owner = ownerOf(ctx, id)
    // Of a key that it does not know, AWS says that the caller has no right to ask.
    if (!owner) throw accessDenied(`User: ${ctx.principal.arn} is not authorized to perform: iam:GetAccessKeyLastUsed on resource: access key ${id}`)
    const last = lastCall(ctx, ({ accessKeyId }) => accessKeyId === id)
    const used = last
      ? { LastUsedDate: new Date(wholeSeconds(last.time)), ServiceName: namespaceOf(last), Region: last.region }
      : { ServiceName: 'N/A', Region: 'N/A' }
    return { UserName: owner.name, AccessKeyLastUsed: used }
  },
})

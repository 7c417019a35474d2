import type { PutBucketPolicyCommandInput, PutBucketPolicyCommandOutput } from '@aws-sdk/client-s3'
import type { GetRoleCommandOutput, GetUserCommandOutput } from '@aws-sdk/client-iam'
import { rootPrincipal, type Context } from '../../../kernel/context.ts'
import { AwsError } from '../../../kernel/errors.ts'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { publicPolicyBlocked } from '../errors.ts'
import { checkPolicy, invalidPrincipal } from '../policy-grammar.ts'
import { isPublicPolicy } from '../policy.ts'
import { configure } from '../state.ts'

export const PutBucketPolicy = operation<PutBucketPolicyCommandInput, PutBucketPolicyCommandOutput>({
  action: 's3:PutBucketPolicy',
  resource: bucketArn,
  async handle(input, ctx) {
    const bucket = requireBucket(ctx, input)
    const policy = input.Policy ?? ''
    const named = checkPolicy(policy, bucket.name)
    for (const arn of named) if (!(await exists(ctx, arn))) throw invalidPrincipal('AWS', arn)
    if (bucket.configuration.publicAccessBlock?.BlockPublicPolicy && isPublicPolicy(policy))
      throw publicPolicyBlocked(ctx.principal.arn, bucket.name)
    configure(ctx, bucket, 'policy', policy)
    return {}
  },
})

/** Of other accounts nothing is known here: whoever is named there may well exist. */
async function exists(ctx: Context, arn: string): Promise<boolean> {
  const [, account, type, path] = /^arn:aws:iam::(\d{12}):(user|role)\/(.+)$/.exec(arn) ?? []
  if (account !== ctx.account) return true
  const name = path!.split('/').at(-1)!
  const caller = { principal: rootPrincipal(account), region: ctx.region, isLook: true } as const
  try {
    const found =
      type === 'role'
        ? (await ctx.call<GetRoleCommandOutput>(caller, 'iam', 'GetRole', { RoleName: name })).Role
        : (await ctx.call<GetUserCommandOutput>(caller, 'iam', 'GetUser', { UserName: name })).User
    return found?.Arn === arn
  } catch (error) {
    if (error instanceof AwsError && error.code === 'NoSuchEntity') return false
    throw error
  }
}

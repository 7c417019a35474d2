import type { AssumeRoleCommandInput, AssumeRoleCommandOutput } from '@aws-sdk/client-sts'
import type { Context } from '../../../kernel/context.ts'
import { servicePrincipal } from '../../../kernel/context.ts'
import { AwsError } from '../../../kernel/errors.ts'
import { operation } from '../../../kernel/operation.ts'
import { accessDenied, validationError } from '../errors.ts'
import { issue } from '../state.ts'
import { trustsService } from '../trust/service-trust.ts'

interface Role {
  readonly RoleName: string
  readonly RoleId: string
  readonly AssumeRolePolicyDocument: string
  readonly MaxSessionDuration: number
}

const ROLE_ARN = /^arn:aws:iam::(\d{12}):role\/(?:[^/]+\/)*([\w+=,.@-]+)$/

export const AssumeRole = operation<AssumeRoleCommandInput, AssumeRoleCommandOutput>({
  action: 'sts:AssumeRole',
  resource: (input) => input.RoleArn!,
  limits: {
    RoleArn: { min: 20, max: 2048 },
    RoleSessionName: { min: 2, max: 64, pattern: '[\\w+=,.@-]*' },
    DurationSeconds: { minValue: 900, maxValue: 43200 },
  },
  async handle(input, ctx) {
    const [arn, session, duration_s] = [input.RoleArn!, input.RoleSessionName!, input.DurationSeconds ?? 3600]
    const [, account, name] = ROLE_ARN.exec(arn) ?? []
    if (account === undefined || name === undefined) throw validationError(`${arn} is invalid`)
    const role = await findRole(ctx, arn, account, name)
    checkDuration(ctx, role, duration_s)
    const userId = `${role.RoleId}:${session}`
    const sessionArn = `arn:aws:sts::${account}:assumed-role/${role.RoleName}/${session}`
    const credentials = issue(ctx, { type: 'assumed-role', account, arn: sessionArn, userId, roleArn: arn }, duration_s)
    return {
      Credentials: credentials,
      AssumedRoleUser: { AssumedRoleId: userId, Arn: sessionArn },
      ...(input.SourceIdentity === undefined ? {} : { SourceIdentity: input.SourceIdentity }),
    }
  },
})

/** A role that does not exist and a role that may not be assumed look the same from outside. */
async function findRole(ctx: Context, arn: string, account: string, name: string): Promise<Role> {
  const denied = accessDenied(ctx.principal.arn, 'sts:AssumeRole', arn)
  const caller = { principal: servicePrincipal('sts.amazonaws.com', account), region: ctx.region }
  const { Role: role } = await ctx
    .call<{ Role: Role & { Arn: string } }>(caller, 'iam', 'GetRole', { RoleName: name })
    .catch((error: unknown) => {
      throw error instanceof AwsError && error.code === 'NoSuchEntity' ? denied : error
    })
  if (role.Arn !== arn) throw denied
  const trust = decodeURIComponent(role.AssumeRolePolicyDocument)
  if (ctx.principal.type === 'service' && !trustsService(trust, ctx.principal.arn)) throw denied
  return role
}

function checkDuration(ctx: Context, role: Role, duration_s: number): void {
  if (ctx.principal.type === 'assumed-role' && duration_s > 3600)
    throw validationError('The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.')
  if (duration_s > role.MaxSessionDuration)
    throw validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.')
}

import { servicePrincipal, type Context, type Principal, type Session } from '../../kernel/context.ts'
import { AwsError } from '../../kernel/errors.ts'
import { accessDenied, validationError } from './errors.ts'
import { issue } from './state.ts'

interface Role {
  readonly Arn: string
  readonly RoleName: string
  readonly RoleId: string
  readonly MaxSessionDuration: number
}

/** What every way to a role's session asks for. */
export interface Assumption {
  readonly RoleArn?: string | undefined
  readonly RoleSessionName?: string | undefined
  readonly DurationSeconds?: number | undefined
}

const ROLE_ARN = /^arn:aws:iam::(\d{12}):role\/(?:[^/]+\/)*([\w+=,.@-]+)$/

/** Makes a session of the role; throws `AccessDenied` where there is no such role, as where it may not be assumed. */
export async function assume(ctx: Context, input: Assumption, session: Session) {
  const [arn, name, duration_s] = [input.RoleArn!, input.RoleSessionName!, input.DurationSeconds ?? 3600]
  const account = ROLE_ARN.exec(arn)?.[1]
  if (account === undefined) throw validationError(`${arn} is invalid`)
  const role = await findRole(ctx, arn, account)
  checkDuration(ctx, role, duration_s)
  const principal: Principal = {
    ...{ type: 'assumed-role', account, userId: `${role.RoleId}:${name}`, roleArn: arn, session },
    arn: `arn:aws:sts::${account}:assumed-role/${role.RoleName}/${name}`,
  }
  return { Credentials: issue(ctx, principal, duration_s), AssumedRoleUser: { AssumedRoleId: principal.userId, Arn: principal.arn } }
}

async function findRole(ctx: Context, arn: string, account: string): Promise<Role> {
  const denied = accessDenied(ctx.principal.arn, 'sts:AssumeRole', arn)
  const caller = { principal: servicePrincipal('sts.amazonaws.com', account), region: ctx.region }
  const { Role: role } = await ctx
    .call<{ Role: Role }>(caller, 'iam', 'GetRole', { RoleName: arn.slice(arn.lastIndexOf('/') + 1) })
    .catch((error: unknown) => {
      throw error instanceof AwsError && error.code === 'NoSuchEntity' ? denied : error
    })
  if (role.Arn !== arn) throw denied
  return role
}

function checkDuration(ctx: Context, role: Role, duration_s: number): void {
  if (ctx.principal.type === 'assumed-role' && duration_s > 3600)
    throw validationError('The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.')
  if (duration_s > role.MaxSessionDuration)
    throw validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.')
}

import type { GetFederationTokenCommandInput, GetFederationTokenCommandOutput } from '@aws-sdk/client-sts'
import type { Need } from '../../../kernel/authorize.ts'
import type { Context } from '../../../kernel/context.ts'
import { operation } from '../../../kernel/operation.ts'
import { cannotCall } from '../errors.ts'
import { packedSize, SESSION_LIMITS, sessionOf } from '../sessions.ts'
import { issue } from '../state.ts'

const TWELVE_HOURS_S = 43_200
const ONE_HOUR_S = 3600

const userArn = ({ Name }: GetFederationTokenCommandInput, { account }: Context) => `arn:aws:sts::${account}:federated-user/${Name!}`

export const GetFederationToken = operation<GetFederationTokenCommandInput, GetFederationTokenCommandOutput>({
  action: 'sts:GetFederationToken',
  resource: userArn,
  needs: (input, ctx): Need[] => {
    const actions = ['sts:GetFederationToken', ...(input.Tags?.length ? ['sts:TagSession'] : [])]
    return actions.map((action) => ({ action, resource: userArn(input, ctx) }))
  },
  limits: {
    ...SESSION_LIMITS,
    Name: { min: 2, max: 32, pattern: '[\\w+=,.@-]*' },
    DurationSeconds: { minValue: 900, maxValue: 129_600 },
  },
  handle(input, ctx) {
    const { type, account, arn: issuer, session } = ctx.principal
    if ((type !== 'root' && type !== 'user') || session) throw cannotCall('GetFederationToken')
    const asked = input.DurationSeconds ?? TWELVE_HOURS_S
    const user = { userId: `${account}:${input.Name!}`, arn: userArn(input, ctx) }
    const duration_s = type === 'root' ? Math.min(asked, ONE_HOUR_S) : asked
    return {
      Credentials: issue(ctx, { type: 'federated-user', account, ...user, session: { ...sessionOf(ctx, input), issuer } }, duration_s),
      FederatedUser: { FederatedUserId: user.userId, Arn: user.arn },
      ...packedSize(input),
    }
  },
})

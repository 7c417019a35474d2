import type { GetFederationTokenCommandInput, GetFederationTokenCommandOutput } from '@aws-sdk/client-sts'
import { operation } from '../../../kernel/operation.ts'
import { cannotCall } from '../errors.ts'
import { issue } from '../state.ts'

const TWELVE_HOURS_S = 43_200
const ONE_HOUR_S = 3600

export const GetFederationToken = operation<GetFederationTokenCommandInput, GetFederationTokenCommandOutput>({
  action: 'sts:GetFederationToken',
  resource: (input, ctx) => `arn:aws:sts::${ctx.account}:federated-user/${input.Name!}`,
  limits: {
    Name: { min: 2, max: 32, pattern: '[\\w+=,.@-]*' },
    DurationSeconds: { minValue: 900, maxValue: 129_600 },
  },
  handle(input, ctx) {
    const { type, account } = ctx.principal
    if (type !== 'root' && type !== 'user') throw cannotCall('GetFederationToken')
    const asked = input.DurationSeconds ?? TWELVE_HOURS_S
    const user = { userId: `${account}:${input.Name!}`, arn: `arn:aws:sts::${account}:federated-user/${input.Name!}` }
    const duration_s = type === 'root' ? Math.min(asked, ONE_HOUR_S) : asked
    return {
      Credentials: issue(ctx, { type: 'federated-user', account, ...user }, duration_s),
      FederatedUser: { FederatedUserId: user.userId, Arn: user.arn },
    }
  },
})

import type {
  SetRiskConfigurationCommandInput, SetRiskConfigurationCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { poolArn } from '../issuer/issuer.ts'
import { USER_POOL_ID } from '../limits.ts'
import { findPool } from '../state.ts'
import { risksOf, WHOLE_POOL } from '../stored-state.ts'

export const SetRiskConfiguration = operation<SetRiskConfigurationCommandInput, SetRiskConfigurationCommandOutput>({
  action: 'cognito-idp:SetRiskConfiguration',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  storedOnly: true,
  limits: { UserPoolId: USER_POOL_ID },
  handle({ UserPoolId: id, ClientId: clientId, ...given }, ctx) {
    const pool = findPool(ctx, id!)
    const about = { UserPoolId: pool.id, ...(clientId === undefined ? {} : { ClientId: clientId }) }
    return { RiskConfiguration: risksOf(ctx, pool).put(clientId ?? WHOLE_POOL, { ...about, ...given, LastModifiedDate: new Date(ctx.now) }) }
  },
})

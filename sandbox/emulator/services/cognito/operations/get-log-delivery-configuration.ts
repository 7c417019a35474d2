import type {
  GetLogDeliveryConfigurationCommandInput, GetLogDeliveryConfigurationCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { poolArn } from '../issuer/issuer.ts'
import { USER_POOL_ID } from '../limits.ts'
import { findPool } from '../state.ts'
import { deliveriesOf } from '../stored-state.ts'

export const GetLogDeliveryConfiguration = operation<GetLogDeliveryConfigurationCommandInput, GetLogDeliveryConfigurationCommandOutput>({
  action: 'cognito-idp:GetLogDeliveryConfiguration',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID },
  handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    return { LogDeliveryConfiguration: deliveriesOf(ctx, pool).get('pool') ?? { UserPoolId: pool.id, LogConfigurations: [] } }
  },
})

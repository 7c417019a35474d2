import type {
  SetLogDeliveryConfigurationCommandInput, SetLogDeliveryConfigurationCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { poolArn } from '../issuer/issuer.ts'
import { USER_POOL_ID } from '../limits.ts'
import { findPool } from '../state.ts'
import { deliveriesOf } from '../stored-state.ts'

export const SetLogDeliveryConfiguration = operation<SetLogDeliveryConfigurationCommandInput, SetLogDeliveryConfigurationCommandOutput>({
  action: 'cognito-idp:SetLogDeliveryConfiguration',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  storedOnly: true,
  limits: { UserPoolId: USER_POOL_ID },
  handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    const given = { UserPoolId: pool.id, LogConfigurations: input.LogConfigurations! }
    return { LogDeliveryConfiguration: deliveriesOf(ctx, pool).put('pool', given) }
  },
})

import type {
  DescribeRiskConfigurationCommandInput, DescribeRiskConfigurationCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { poolArn } from '../issuer/issuer.ts'
import { USER_POOL_ID } from '../limits.ts'
import { findPool } from '../state.ts'
import { risksOf, WHOLE_POOL } from '../stored-state.ts'

export const DescribeRiskConfiguration = operation<DescribeRiskConfigurationCommandInput, DescribeRiskConfigurationCommandOutput>({
  action: 'cognito-idp:DescribeRiskConfiguration',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID },
  // A client without its own has the pool's.
  handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    const risks = risksOf(ctx, pool)
    return { RiskConfiguration: risks.get(input.ClientId ?? WHOLE_POOL) ?? risks.get(WHOLE_POOL) ?? { UserPoolId: pool.id } }
  },
})

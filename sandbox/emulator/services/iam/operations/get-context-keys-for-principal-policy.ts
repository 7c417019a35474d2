import type { GetContextKeysForPrincipalPolicyCommandInput, GetContextKeysForPrincipalPolicyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { documentsOf } from '../last-accessed.ts'
import { contextKeysOf } from '../policy/simulate.ts'
import { inputPolicies } from '../policy/simulation-input.ts'

export const GetContextKeysForPrincipalPolicy = operation<GetContextKeysForPrincipalPolicyCommandInput, GetContextKeysForPrincipalPolicyCommandOutput>({
  action: 'iam:GetContextKeysForPrincipalPolicy',
  resource: (input) => input.PolicySourceArn!,
  limits: { PolicySourceArn: { min: 20, max: 2048 } },
  handle(input, ctx) {
    const given = inputPolicies(input.PolicyInputList, 'PolicyInputList').map(({ document }) => document)
    return { ContextKeyNames: contextKeysOf([...documentsOf(ctx, input.PolicySourceArn!), ...given]) }
  },
})

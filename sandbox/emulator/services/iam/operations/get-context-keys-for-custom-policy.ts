import type { GetContextKeysForCustomPolicyCommandInput, GetContextKeysForCustomPolicyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { contextKeysOf } from '../policy/simulate.ts'
import { inputPolicies } from '../policy/simulation-input.ts'

export const GetContextKeysForCustomPolicy = operation<GetContextKeysForCustomPolicyCommandInput, GetContextKeysForCustomPolicyCommandOutput>({
  action: 'iam:GetContextKeysForCustomPolicy',
  resource: '*',
  handle: (input) => ({ ContextKeyNames: contextKeysOf(inputPolicies(input.PolicyInputList, 'PolicyInputList').map(({ document }) => document)) }),
})

import type { SimulateCustomPolicyCommandInput, SimulateCustomPolicyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { page, PAGE_LIMITS } from '../paging.ts'
import { inputPolicies, resourcePolicies, simulationOf } from '../policy/simulation-input.ts'
import { simulate } from '../policy/simulate.ts'

export const SimulateCustomPolicy = operation<SimulateCustomPolicyCommandInput, SimulateCustomPolicyCommandOutput>({
  action: 'iam:SimulateCustomPolicy',
  resource: '*',
  limits: PAGE_LIMITS,
  handle(input, ctx) {
    const boundary = inputPolicies(input.PermissionsBoundaryPolicyInputList, 'PermissionsBoundaryPolicyInputList')
    const simulation = simulationOf(ctx, input, undefined, {
      identity: inputPolicies(input.PolicyInputList, 'PolicyInputList'),
      ...(boundary.length > 0 ? { boundary } : {}),
      resource: resourcePolicies(input),
    })
    const { items, more } = page([...simulate(simulation).entries()], ([index]) => String(index), input)
    return { EvaluationResults: items.map(([, result]) => result), ...more }
  },
})

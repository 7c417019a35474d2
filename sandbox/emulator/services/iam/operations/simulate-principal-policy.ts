import type { SimulatePrincipalPolicyCommandInput, SimulatePrincipalPolicyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { page, PAGE_LIMITS } from '../paging.ts'
import { inputPolicies, resourcePolicies, simulationOf, sourceOf } from '../policy/simulation-input.ts'
import { simulate } from '../policy/simulate.ts'
import { standingOf } from '../policy/sources.ts'

export const SimulatePrincipalPolicy = operation<SimulatePrincipalPolicyCommandInput, SimulatePrincipalPolicyCommandOutput>({
  action: 'iam:SimulatePrincipalPolicy',
  resource: (input) => input.PolicySourceArn!,
  limits: { ...PAGE_LIMITS, PolicySourceArn: { min: 20, max: 2048 } },
  handle(input, ctx) {
    const source = sourceOf(ctx, input.PolicySourceArn!)
    const own = standingOf(ctx, source)
    const given = inputPolicies(input.PermissionsBoundaryPolicyInputList, 'PermissionsBoundaryPolicyInputList')
    const boundary = given.length > 0 ? given : own.boundary
    const simulation = simulationOf(ctx, input, source, {
      identity: [...own.identity, ...inputPolicies(input.PolicyInputList, 'PolicyInputList')],
      ...(boundary ? { boundary } : {}),
      resource: resourcePolicies(input),
    })
    const { items, more } = page([...simulate(simulation).entries()], ([index]) => String(index), input)
    return { EvaluationResults: items.map(([, result]) => result), ...more }
  },
})

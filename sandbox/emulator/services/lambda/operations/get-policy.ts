import type { GetPolicyCommandInput, GetPolicyCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { notFound } from '../errors.ts'
import { givenQualifier, namedArn, QUALIFIED_NAME, QUALIFIER } from '../function-name.ts'
import { NO_POLICY, policyOf } from '../policy.ts'
import { documentOf } from '../resource-policies.ts'
import { findFunction } from '../state.ts'

export const GetPolicy = operation<GetPolicyCommandInput, GetPolicyCommandOutput>({
  action: 'lambda:GetPolicy',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!, input.Qualifier),
  limits: { FunctionName: QUALIFIED_NAME, Qualifier: QUALIFIER },
  handle(input, ctx) {
    const qualifier = givenQualifier(ctx, input.FunctionName!, input.Qualifier)
    const policy = policyOf(ctx, findFunction(ctx, input.FunctionName!, input.Qualifier), qualifier)
    if (!policy) throw notFound(NO_POLICY)
    return { Policy: documentOf(policy), RevisionId: policy.revisionId }
  },
})

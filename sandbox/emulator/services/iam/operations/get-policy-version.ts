import type { GetPolicyVersionCommandInput, GetPolicyVersionCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { findPolicy, findVersion, policyResource } from '../policies.ts'
import { encodeDocument, versionSummary } from '../views.ts'

export const GetPolicyVersion = operation<GetPolicyVersionCommandInput, GetPolicyVersionCommandOutput>({
  action: 'iam:GetPolicyVersion',
  resource: policyResource,
  limits: { PolicyArn: { min: 20, max: 2048 } },
  handle(input, ctx) {
    const policy = findPolicy(ctx, input.PolicyArn!)
    const version = findVersion(policy, input.VersionId!)
    return { PolicyVersion: { Document: encodeDocument(version.document), ...versionSummary(policy, version) } }
  },
})

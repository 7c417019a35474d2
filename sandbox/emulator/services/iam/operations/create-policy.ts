import type { CreatePolicyCommandInput, CreatePolicyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { addPolicy, checkSize, MAX_POLICY, policyArn, policyUsage } from '../policies.ts'
import { checkPolicy } from '../policy/grammar.ts'
import { checkName, checkPath, newId, wholeSeconds } from '../state.ts'
import { mergeTags, TAGS, withTags } from '../tags.ts'
import { policySummary } from '../views.ts'

export const CreatePolicy = operation<CreatePolicyCommandInput, CreatePolicyCommandOutput>({
  action: 'iam:CreatePolicy',
  resource: (input, ctx) => policyArn(ctx, input.Path ?? '/', input.PolicyName!),
  needs: (input, ctx) => withTags(['iam:CreatePolicy', 'iam:TagPolicy'], policyArn(ctx, input.Path ?? '/', input.PolicyName!), input.Tags),
  limits: {
    PolicyName: { min: 1, max: 128 },
    Path: { max: 512 },
    PolicyDocument: { min: 1, max: 131072 },
    Description: { max: 1000 },
    Tags: TAGS,
  },
  handle(input, ctx) {
    const [name, path, now] = [input.PolicyName!, input.Path ?? '/', wholeSeconds(ctx.now)]
    checkName('policyName', name)
    checkPath(path)
    checkPolicy(input.PolicyDocument!, 'identity')
    checkSize(input.PolicyDocument!, 'PolicySize', MAX_POLICY)
    const policy = addPolicy(ctx, {
      name,
      id: newId('ANPA', ctx.ids),
      path,
      arn: policyArn(ctx, path, name),
      ...(input.Description === undefined ? {} : { description: input.Description }),
      createdAt: now,
      updatedAt: now,
      tags: mergeTags([], input.Tags ?? []),
      versions: [{ id: 'v1', document: input.PolicyDocument!, createdAt: now }],
      defaultVersion: 'v1',
      lastVersion: 1,
    })
    return { Policy: { ...policySummary(policy, policyUsage(ctx)), ...(policy.tags.length > 0 ? { Tags: [...policy.tags] } : {}) } }
  },
})

import type { CreateRoleCommandInput, CreateRoleCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { checkBoundary } from '../boundaries.ts'
import { checkSize } from '../policies.ts'
import { checkPolicy } from '../policy/grammar.ts'
import { addRole, checkName, checkPath, newId, roleArn, wholeSeconds } from '../state.ts'
import { mergeTags, TAGS, withTags } from '../tags.ts'
import { roleView } from '../views.ts'

export const CreateRole = operation<CreateRoleCommandInput, CreateRoleCommandOutput>({
  action: 'iam:CreateRole',
  resource: (input, ctx) => roleArn(ctx, input.Path ?? '/', input.RoleName!),
  needs: (input, ctx) => withTags(['iam:CreateRole', 'iam:TagRole'], roleArn(ctx, input.Path ?? '/', input.RoleName!), input.Tags),
  limits: {
    RoleName: { min: 1, max: 64 },
    Path: { min: 1, max: 512 },
    AssumeRolePolicyDocument: { min: 1, max: 131072 },
    Description: { max: 1000 },
    Tags: TAGS,
    MaxSessionDuration: { minValue: 3600, maxValue: 43200 },
  },
  handle(input, ctx) {
    const [name, path] = [input.RoleName!, input.Path ?? '/']
    checkName('roleName', name)
    checkPath(path)
    checkPolicy(input.AssumeRolePolicyDocument!, 'trust')
    checkSize(input.AssumeRolePolicyDocument!, 'ACLSizePerRole', 2048)
    if (input.PermissionsBoundary !== undefined) checkBoundary(ctx, input.PermissionsBoundary)
    const role = addRole(ctx, {
      name,
      id: newId('AROA', ctx.ids),
      path,
      arn: roleArn(ctx, path, name),
      createdAt: wholeSeconds(ctx.now),
      trustPolicy: input.AssumeRolePolicyDocument!,
      ...(input.Description === undefined ? {} : { description: input.Description }),
      maxSession_s: input.MaxSessionDuration ?? 3600,
      ...(input.PermissionsBoundary === undefined ? {} : { boundary: input.PermissionsBoundary }),
      tags: mergeTags([], input.Tags ?? []),
      inline: [],
      attached: [],
    })
    return { Role: roleView(role) }
  },
})

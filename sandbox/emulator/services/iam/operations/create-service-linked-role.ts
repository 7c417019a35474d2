import type { CreateServiceLinkedRoleCommandInput, CreateServiceLinkedRoleCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { invalidInput } from '../errors.ts'
import { serviceRoleName, trustOf } from '../service-linked.ts'
import { addRole, keyOf, newId, roleArn, roles, wholeSeconds } from '../state.ts'
import { roleView } from '../views.ts'

export const CreateServiceLinkedRole = operation<CreateServiceLinkedRoleCommandInput, CreateServiceLinkedRoleCommandOutput>({
  action: 'iam:CreateServiceLinkedRole',
  resource: (input, ctx) => roleArn(ctx, `/aws-service-role/${input.AWSServiceName!}/`, serviceRoleName(input.AWSServiceName!, input.CustomSuffix)),
  limits: {
    AWSServiceName: { min: 1, max: 128 },
    Description: { max: 1000 },
    CustomSuffix: { min: 1, max: 64, pattern: '[\\w+=,.@-]+' },
  },
  handle(input, ctx) {
    const [service, name] = [input.AWSServiceName!, serviceRoleName(input.AWSServiceName!, input.CustomSuffix)]
    if (roles(ctx).has(keyOf(name)))
      throw invalidInput(`Service role name ${name} has been taken in this account, please try a different suffix.`)
    const path = `/aws-service-role/${service}/`
    const role = addRole(ctx, {
      name,
      id: newId('AROA', ctx.ids),
      path,
      arn: roleArn(ctx, path, name),
      createdAt: wholeSeconds(ctx.now),
      trustPolicy: trustOf(service),
      ...(input.Description === undefined ? {} : { description: input.Description }),
      maxSession_s: 3600,
      tags: [],
      inline: [],
      attached: [],
    })
    return { Role: roleView(role) }
  },
})

import type { CreateGroupCommandInput, CreateGroupCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { addGroup, checkName, checkPath, groupArn, newId, wholeSeconds } from '../state.ts'
import { groupView } from '../views.ts'

export const CreateGroup = operation<CreateGroupCommandInput, CreateGroupCommandOutput>({
  action: 'iam:CreateGroup',
  resource: (input, ctx) => groupArn(ctx, input.Path ?? '/', input.GroupName!),
  limits: { GroupName: { min: 1, max: 128 }, Path: { min: 1, max: 512 } },
  handle(input, ctx) {
    const [name, path] = [input.GroupName!, input.Path ?? '/']
    checkName('groupName', name)
    checkPath(path)
    const group = addGroup(ctx, {
      name,
      id: newId('AGPA', ctx.ids),
      path,
      arn: groupArn(ctx, path, name),
      createdAt: wholeSeconds(ctx.now),
      tags: [],
      inline: [],
      attached: [],
    })
    return { Group: groupView(group) }
  },
})

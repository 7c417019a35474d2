import type { UpdateGroupCommandInput, UpdateGroupCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { alreadyExists } from '../errors.ts'
import { replaceGroup } from '../members.ts'
import { checkName, checkPath, findGroup, groupArn, groupResource, groups, keyOf } from '../state.ts'

export const UpdateGroup = operation<UpdateGroupCommandInput, UpdateGroupCommandOutput>({
  action: 'iam:UpdateGroup',
  resource: groupResource,
  limits: { GroupName: { min: 1, max: 128 }, NewPath: { min: 1, max: 512 }, NewGroupName: { min: 1, max: 128 } },
  handle(input, ctx) {
    const group = findGroup(ctx, input.GroupName!)
    const [name, path] = [input.NewGroupName ?? group.name, input.NewPath ?? group.path]
    checkName('newGroupName', name)
    checkPath(path)
    if (keyOf(name) !== keyOf(group.name) && groups(ctx).has(keyOf(name)))
      throw alreadyExists(`Group with name ${name} already exists.`)
    replaceGroup(ctx, group, { ...group, name, path, arn: groupArn(ctx, path, name) })
    return {}
  },
})

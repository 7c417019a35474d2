import type { CreateUserCommandInput, CreateUserCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { checkBoundary } from '../boundaries.ts'
import { addUser, checkName, checkPath, newId, userArn, wholeSeconds } from '../state.ts'
import { mergeTags, TAGS, withTags } from '../tags.ts'
import { userView } from '../views.ts'

export const CreateUser = operation<CreateUserCommandInput, CreateUserCommandOutput>({
  action: 'iam:CreateUser',
  resource: (input, ctx) => userArn(ctx, input.Path ?? '/', input.UserName!),
  needs: (input, ctx) => withTags(['iam:CreateUser', 'iam:TagUser'], userArn(ctx, input.Path ?? '/', input.UserName!), input.Tags),
  limits: { UserName: { min: 1, max: 64 }, Path: { min: 1, max: 512 }, Tags: TAGS },
  handle(input, ctx) {
    const [name, path] = [input.UserName!, input.Path ?? '/']
    checkName('userName', name)
    checkPath(path)
    if (input.PermissionsBoundary !== undefined) checkBoundary(ctx, input.PermissionsBoundary)
    const user = addUser(ctx, {
      name,
      id: newId('AIDA', ctx.ids),
      path,
      arn: userArn(ctx, path, name),
      createdAt: wholeSeconds(ctx.now),
      ...(input.PermissionsBoundary === undefined ? {} : { boundary: input.PermissionsBoundary }),
      tags: mergeTags([], input.Tags ?? []),
      inline: [],
      attached: [],
      keys: [],
      groups: [],
    })
    return { User: userView(user) }
  },
})

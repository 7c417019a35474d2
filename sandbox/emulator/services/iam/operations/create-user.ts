import type { CreateUserCommandInput, CreateUserCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { addUser, checkName, checkPath, mergeTags, newId, TAGS, userArn, wholeSeconds } from '../state.ts'
import { userView } from '../views.ts'

export const CreateUser = operation<CreateUserCommandInput, CreateUserCommandOutput>({
  action: 'iam:CreateUser',
  resource: (input, ctx) => userArn(ctx, input.Path ?? '/', input.UserName!),
  limits: { UserName: { min: 1, max: 64 }, Path: { min: 1, max: 512 }, Tags: TAGS },
  handle(input, ctx) {
    const [name, path] = [input.UserName!, input.Path ?? '/']
    checkName('userName', name)
    checkPath(path)
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
    })
    return { User: userView(user) }
  },
})

import type { GetUserCommandInput, GetUserCommandOutput, User } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { callingUser, findUser, userResource } from '../state.ts'
import { userView } from '../views.ts'

/** The root user has neither name nor path. */
const ROOT_CREATED = new Date('2015-01-01T00:00:00Z')

export const GetUser = operation<GetUserCommandInput, GetUserCommandOutput>({
  action: 'iam:GetUser',
  resource: (input, ctx) => (input.UserName === undefined ? ctx.principal.arn : userResource(input, ctx)),
  limits: { UserName: { min: 1, max: 128 } },
  handle(input, ctx) {
    if (input.UserName === undefined && ctx.principal.type === 'root')
      return { User: { UserId: ctx.account, Arn: ctx.principal.arn, CreateDate: ROOT_CREATED } as User }
    return { User: userView(findUser(ctx, input.UserName ?? callingUser(ctx))) }
  },
})

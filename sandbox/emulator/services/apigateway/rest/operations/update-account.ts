import type { UpdateAccountCommandInput, UpdateAccountCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { readAccount, saveAccount } from '../account.ts'
import { patched } from '../patch.ts'
import { arnOf } from '../state.ts'

/** The role is kept; logs are not written in its name. */
export const UpdateAccount = operation<UpdateAccountCommandInput, UpdateAccountCommandOutput>({
  action: 'apigateway:PATCH',
  resource: (_input, ctx) => arnOf(ctx, 'account'),
  handle: (input, ctx) => saveAccount(ctx, patched(readAccount(ctx), input.patchOperations, { cloudwatchRoleArn: 'text' })),
})

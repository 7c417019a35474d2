import type { GetStagesCommandInput, GetStagesCommandOutput } from '@aws-sdk/client-apigatewayv2'
import { operation } from '../../../kernel/operation.ts'
import { arnOf, findApi } from '../state.ts'
import { page } from '../views.ts'

export const GetStages = operation<GetStagesCommandInput, GetStagesCommandOutput>({
  action: 'apigateway:GET',
  resource: (input, ctx) => arnOf(ctx, input.ApiId, 'stages'),
  handle: (input, ctx) => page(Object.values(findApi(ctx, input.ApiId).stages), input),
})

import type { UpdateApiCommandInput, UpdateApiCommandOutput } from '@aws-sdk/client-apigatewayv2'
import { operation } from '../../../kernel/operation.ts'
import { unsupported } from '../errors.ts'
import { checkCors } from '../rules.ts'
import { arnOf, findApi, saveConfiguration } from '../state.ts'
import { defined, showApi } from '../views.ts'

export const UpdateApi = operation<UpdateApiCommandInput, UpdateApiCommandOutput>({
  action: 'apigateway:PATCH',
  resource: (input, ctx) => arnOf(ctx, input.ApiId),
  handle(input, ctx) {
    const found = findApi(ctx, input.ApiId)
    const { ApiId: _id, CredentialsArn, RouteKey, Target, ...changes } = input
    if (CredentialsArn ?? RouteKey ?? Target) throw unsupported('UpdateApi of a quick-created route or integration')
    checkCors(changes.CorsConfiguration)
    return showApi(ctx, saveConfiguration(ctx, { ...found, api: { ...found.api, ...defined(changes), ApiId: found.api.ApiId } }))
  },
})

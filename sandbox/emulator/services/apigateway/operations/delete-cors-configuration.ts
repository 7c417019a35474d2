import type { DeleteCorsConfigurationCommandInput, DeleteCorsConfigurationCommandOutput } from '@aws-sdk/client-apigatewayv2'
import { operation } from '../../../kernel/operation.ts'
import { arnOf, findApi, saveConfiguration } from '../state.ts'

export const DeleteCorsConfiguration = operation<DeleteCorsConfigurationCommandInput, DeleteCorsConfigurationCommandOutput>({
  action: 'apigateway:DELETE',
  resource: (input, ctx) => arnOf(ctx, input.ApiId, 'cors'),
  handle(input, ctx) {
    const found = findApi(ctx, input.ApiId)
    const { CorsConfiguration: _cors, ...api } = found.api
    saveConfiguration(ctx, { ...found, api })
    return {}
  },
})

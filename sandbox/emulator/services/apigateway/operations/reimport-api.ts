import type { ReimportApiCommandInput, ReimportApiCommandOutput } from '@aws-sdk/client-apigatewayv2'
import { operation } from '../../../kernel/operation.ts'
import { badRequest, unsupported } from '../errors.ts'
import { arnOf, findApi, saveConfiguration } from '../state.ts'
import { showApi } from '../views.ts'

/** Puts the definition in the place of all routes, integrations and authorizers; stages and the id stay. */
export const ReimportApi = operation<ReimportApiCommandInput, ReimportApiCommandOutput>({
  action: 'apigateway:PUT',
  resource: (input, ctx) => arnOf(ctx, input.ApiId),
  async handle(input, ctx) {
    const api = findApi(ctx, input.ApiId)
    if (!input.Body) throw badRequest('Body is a required parameter')
    if (input.Basepath && input.Basepath !== 'ignore') throw unsupported(`Basepath ${input.Basepath}`)
    // Loaded only here: few ask for it, and it brings a YAML parser along.
    const { importDefinition } = await import('../import.ts')
    return showApi(ctx, saveConfiguration(ctx, importDefinition(ctx, api, input.Body)))
  },
})

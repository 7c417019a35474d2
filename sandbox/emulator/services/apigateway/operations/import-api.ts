import type { ImportApiCommandInput, ImportApiCommandOutput } from '@aws-sdk/client-apigatewayv2'
import { operation } from '../../../kernel/operation.ts'
import { badRequest, unsupported } from '../errors.ts'
import { arnOf, saveConfiguration } from '../state.ts'
import { showApi } from '../views.ts'
import { newApi } from './create-api.ts'

export const ImportApi = operation<ImportApiCommandInput, ImportApiCommandOutput>({
  action: 'apigateway:PUT',
  resource: (_input, ctx) => arnOf(ctx),
  async handle(input, ctx) {
    if (!input.Body) throw badRequest('Body is a required parameter')
    if (input.Basepath && input.Basepath !== 'ignore') throw unsupported(`Basepath ${input.Basepath}`)
    // Loaded only here: few ask for it, and it brings a YAML parser along.
    const { importDefinition } = await import('../import.ts')
    return showApi(ctx, saveConfiguration(ctx, importDefinition(ctx, newApi(ctx, { Name: undefined }), input.Body)))
  },
})

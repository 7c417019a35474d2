import type { UpdateRestApiCommandInput, UpdateRestApiCommandOutput, EndpointConfiguration, PatchOperation } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { patched } from '../patch.ts'
import { checkName } from '../rules.ts'
import { arnOf, findApi, saveApi } from '../state.ts'

export const UpdateRestApi = operation<UpdateRestApiCommandInput, UpdateRestApiCommandOutput>({
  action: 'apigateway:PATCH',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId),
  handle(input, ctx) {
    const found = findApi(ctx, input.restApiId)
    const own = (input.patchOperations ?? []).filter(({ path }) => !path?.startsWith('/endpointConfiguration/'))
    const api = patched(found.api, own, FIELDS)
    checkName(api.name)
    const endpointConfiguration = endpointAfter(found.api.endpointConfiguration ?? {}, input.patchOperations ?? [])
    return saveApi(ctx, { ...found, api: { ...api, endpointConfiguration } }).api
  },
})

const FIELDS = {
  name: 'text', description: 'text', version: 'text', policy: 'text', apiKeySource: 'text', securityPolicy: 'text',
  binaryMediaTypes: 'list', minimumCompressionSize: 'number', disableExecuteApiEndpoint: 'flag',
} as const

/** `/endpointConfiguration/types/EDGE` replaces that type by another; the other lists below it are added to and removed from. */
function endpointAfter(held: EndpointConfiguration, operations: readonly PatchOperation[]): EndpointConfiguration {
  return operations.reduce((changed, { op, path = '', value = '' }) => {
    if (path.startsWith('/endpointConfiguration/types')) return { ...changed, types: [value as 'REGIONAL'] }
    if (path === '/endpointConfiguration/ipAddressType') return { ...changed, ipAddressType: value as 'ipv4' }
    if (path !== '/endpointConfiguration/vpcEndpointIds') return changed
    const others = (changed.vpcEndpointIds ?? []).filter((id) => id !== value)
    return { ...changed, vpcEndpointIds: op === 'remove' ? others : [...others, value] }
  }, held)
}

import type { DeleteResourceCommandInput, DeleteResourceCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { badRequest } from '../../errors.ts'
import { arnOf, findApi, findPart, saveApi, type StoredResource } from '../state.ts'

/** Deletes the resources below it too. */
export const DeleteResource = operation<DeleteResourceCommandInput, DeleteResourceCommandOutput>({
  action: 'apigateway:DELETE',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'resources', input.resourceId),
  handle(input, ctx) {
    const api = findApi(ctx, input.restApiId)
    const found = findPart(api.resources, 'resource', input.resourceId)
    if (found.parentId === undefined) throw badRequest('Root resource cannot be deleted')
    const isKept = ({ id, path }: StoredResource) => id !== found.id && !path.startsWith(`${found.path}/`)
    saveApi(ctx, { ...api, resources: Object.fromEntries(Object.entries(api.resources).filter(([, resource]) => isKept(resource))) })
    return {}
  },
})

import type { UpdateResourceCommandInput, UpdateResourceCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { badRequest } from '../../errors.ts'
import type { ById } from '../../state.ts'
import { patched } from '../patch.ts'
import { checkPathPart } from '../rules.ts'
import { arnOf, findApi, findPart, saveApi, type RestApi, type StoredResource } from '../state.ts'
import { showResource } from '../views.ts'

export const UpdateResource = operation<UpdateResourceCommandInput, UpdateResourceCommandOutput>({
  action: 'apigateway:PATCH',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'resources', input.resourceId),
  handle(input, ctx) {
    const api = findApi(ctx, input.restApiId)
    const found = findPart(api.resources, 'resource', input.resourceId)
    const changed = patched(found, input.patchOperations, { pathPart: 'text', parentId: 'text' })
    const parent = findPart(api.resources, 'resource', changed.parentId)
    if (within(api, changed.parentId, found.id)) throw badRequest('Resource cannot be moved below itself')
    checkPathPart(parent, changed.pathPart)
    const resources = withPaths({ ...api.resources, [found.id]: changed })
    saveApi(ctx, { ...api, resources })
    return showResource(resources[found.id]!, undefined)
  },
})

function within(api: RestApi, id: string | undefined, ancestor: string): boolean {
  if (id === undefined) return false
  return id === ancestor || within(api, api.resources[id]?.parentId, ancestor)
}

/** The resources with their paths as their parents now have it. */
function withPaths(resources: ById<StoredResource>): Record<string, StoredResource> {
  const pathOf = ({ parentId, pathPart }: StoredResource): string =>
    parentId === undefined ? '/' : `${pathOf(resources[parentId]!).replace(/^\/$/, '')}/${pathPart}`
  return Object.fromEntries(Object.entries(resources).map(([id, resource]) => [id, { ...resource, path: pathOf(resource) }]))
}

import type { Service } from '../../kernel/service.ts'
import { restJson } from '../../protocols/rest-json.ts'
import { sdkSchemas } from '../../protocols/sdk-schemas.ts'
import { checkTokenOnRequest } from './gateway/check-token.ts'
import { isToDeployedApi } from './claims.ts'
import { forgetKeys } from './gateway/keys.ts'
import { serveApi } from './serve-api.ts'
import { CreateApi } from './operations/create-api.ts'
import { CreateAuthorizer } from './operations/create-authorizer.ts'
import { CreateDeployment } from './operations/create-deployment.ts'
import { CreateIntegration } from './operations/create-integration.ts'
import { CreateRoute } from './operations/create-route.ts'
import { CreateStage } from './operations/create-stage.ts'
import { DeleteApi } from './operations/delete-api.ts'
import { DeleteAuthorizer } from './operations/delete-authorizer.ts'
import { DeleteCorsConfiguration } from './operations/delete-cors-configuration.ts'
import { DeleteDeployment } from './operations/delete-deployment.ts'
import { DeleteIntegration } from './operations/delete-integration.ts'
import { DeleteRoute } from './operations/delete-route.ts'
import { DeleteStage } from './operations/delete-stage.ts'
import { GetApi } from './operations/get-api.ts'
import { GetApis } from './operations/get-apis.ts'
import { GetAuthorizer } from './operations/get-authorizer.ts'
import { GetAuthorizers } from './operations/get-authorizers.ts'
import { GetDeployment } from './operations/get-deployment.ts'
import { GetDeployments } from './operations/get-deployments.ts'
import { GetIntegration } from './operations/get-integration.ts'
import { GetIntegrations } from './operations/get-integrations.ts'
import { GetRoute } from './operations/get-route.ts'
import { GetRoutes } from './operations/get-routes.ts'
import { GetStage } from './operations/get-stage.ts'
import { GetStages } from './operations/get-stages.ts'
import { GetTags } from './operations/get-tags.ts'
import { ImportApi } from './operations/import-api.ts'
import { ReimportApi } from './operations/reimport-api.ts'
import { TagResource } from './operations/tag-resource.ts'
import { UntagResource } from './operations/untag-resource.ts'
import { UpdateApi } from './operations/update-api.ts'
import { UpdateAuthorizer } from './operations/update-authorizer.ts'
import { UpdateIntegration } from './operations/update-integration.ts'
import { UpdateRoute } from './operations/update-route.ts'
import { UpdateStage } from './operations/update-stage.ts'

const sdk = await sdkSchemas(() => import('@aws-sdk/client-apigatewayv2/dist-es/schemas/schemas_0.js'))

const operations = {
  CreateApi,
  CreateAuthorizer,
  CreateDeployment,
  CreateIntegration,
  CreateRoute,
  CreateStage,
  DeleteApi,
  DeleteAuthorizer,
  DeleteCorsConfiguration,
  DeleteDeployment,
  DeleteIntegration,
  DeleteRoute,
  DeleteStage,
  GetApi,
  GetApis,
  GetAuthorizer,
  GetAuthorizers,
  GetDeployment,
  GetDeployments,
  GetIntegration,
  GetIntegrations,
  GetRoute,
  GetRoutes,
  GetStage,
  GetStages,
  GetTags,
  ImportApi,
  ReimportApi,
  TagResource,
  UntagResource,
  UpdateApi,
  UpdateAuthorizer,
  UpdateIntegration,
  UpdateRoute,
  UpdateStage,
}

export const service: Service = {
  name: 'apigateway',
  protocol: restJson(sdk, (name) => name in operations),
  operations,
  http: (request, _caller, host) => (isToDeployedApi(request) ? serveApi(request, host) : undefined),
  control: checkTokenOnRequest,
  reset: forgetKeys,
}

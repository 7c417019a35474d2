import type { Service } from '../../kernel/service.ts'
import { engineViews } from './engine-views.ts'
import { resetAccount } from './account-reset.ts'
import { resumeEvents } from './async-invocation.ts'
import { restJson } from '../../protocols/rest-json.ts'
import { sdkSchemas } from '../../protocols/sdk-schemas.ts'
import { mappingsOf, startMappings } from './background.ts'
import { downloadCode } from './code-download.ts'
import { AddLayerVersionPermission } from './operations/add-layer-version-permission.ts'
import { AddPermission } from './operations/add-permission.ts'
import { CreateAlias } from './operations/create-alias.ts'
import { CreateCodeSigningConfig } from './operations/create-code-signing-config.ts'
import { CreateEventSourceMapping } from './operations/create-event-source-mapping.ts'
import { CreateFunction } from './operations/create-function.ts'
import { CreateFunctionUrlConfig } from './operations/create-function-url-config.ts'
import { DeleteAlias } from './operations/delete-alias.ts'
import { DeleteCodeSigningConfig } from './operations/delete-code-signing-config.ts'
import { DeleteEventSourceMapping } from './operations/delete-event-source-mapping.ts'
import { DeleteFunction } from './operations/delete-function.ts'
import { DeleteFunctionCodeSigningConfig } from './operations/delete-function-code-signing-config.ts'
import { DeleteFunctionConcurrency } from './operations/delete-function-concurrency.ts'
import { DeleteFunctionEventInvokeConfig } from './operations/delete-function-event-invoke-config.ts'
import { DeleteFunctionUrlConfig } from './operations/delete-function-url-config.ts'
import { DeleteLayerVersion } from './operations/delete-layer-version.ts'
import { DeleteProvisionedConcurrencyConfig } from './operations/delete-provisioned-concurrency-config.ts'
import { GetAccountSettings } from './operations/get-account-settings.ts'
import { GetAlias } from './operations/get-alias.ts'
import { GetCodeSigningConfig } from './operations/get-code-signing-config.ts'
import { GetEventSourceMapping } from './operations/get-event-source-mapping.ts'
import { GetFunction } from './operations/get-function.ts'
import { GetFunctionCodeSigningConfig } from './operations/get-function-code-signing-config.ts'
import { GetFunctionConcurrency } from './operations/get-function-concurrency.ts'
import { GetFunctionConfiguration } from './operations/get-function-configuration.ts'
import { GetFunctionEventInvokeConfig } from './operations/get-function-event-invoke-config.ts'
import { GetFunctionRecursionConfig } from './operations/get-function-recursion-config.ts'
import { GetFunctionUrlConfig } from './operations/get-function-url-config.ts'
import { GetLayerVersion } from './operations/get-layer-version.ts'
import { GetLayerVersionByArn } from './operations/get-layer-version-by-arn.ts'
import { GetLayerVersionPolicy } from './operations/get-layer-version-policy.ts'
import { GetPolicy } from './operations/get-policy.ts'
import { GetProvisionedConcurrencyConfig } from './operations/get-provisioned-concurrency-config.ts'
import { GetRuntimeManagementConfig } from './operations/get-runtime-management-config.ts'
import { Invoke } from './operations/invoke.ts'
import { InvokeAsync } from './operations/invoke-async.ts'
import { InvokeWithResponseStream } from './operations/invoke-with-response-stream.ts'
import { ListAliases } from './operations/list-aliases.ts'
import { ListCodeSigningConfigs } from './operations/list-code-signing-configs.ts'
import { ListEventSourceMappings } from './operations/list-event-source-mappings.ts'
import { ListFunctionEventInvokeConfigs } from './operations/list-function-event-invoke-configs.ts'
import { ListFunctionUrlConfigs } from './operations/list-function-url-configs.ts'
import { ListFunctions } from './operations/list-functions.ts'
import { ListFunctionsByCodeSigningConfig } from './operations/list-functions-by-code-signing-config.ts'
import { ListLayerVersions } from './operations/list-layer-versions.ts'
import { ListLayers } from './operations/list-layers.ts'
import { ListProvisionedConcurrencyConfigs } from './operations/list-provisioned-concurrency-configs.ts'
import { ListTags } from './operations/list-tags.ts'
import { ListVersionsByFunction } from './operations/list-versions-by-function.ts'
import { PublishLayerVersion } from './operations/publish-layer-version.ts'
import { PublishVersion } from './operations/publish-version.ts'
import { PutFunctionCodeSigningConfig } from './operations/put-function-code-signing-config.ts'
import { PutFunctionConcurrency } from './operations/put-function-concurrency.ts'
import { PutFunctionEventInvokeConfig } from './operations/put-function-event-invoke-config.ts'
import { PutFunctionRecursionConfig } from './operations/put-function-recursion-config.ts'
import { PutProvisionedConcurrencyConfig } from './operations/put-provisioned-concurrency-config.ts'
import { PutRuntimeManagementConfig } from './operations/put-runtime-management-config.ts'
import { RemoveLayerVersionPermission } from './operations/remove-layer-version-permission.ts'
import { RemovePermission } from './operations/remove-permission.ts'
import { TagResource } from './operations/tag-resource.ts'
import { UntagResource } from './operations/untag-resource.ts'
import { UpdateAlias } from './operations/update-alias.ts'
import { UpdateCodeSigningConfig } from './operations/update-code-signing-config.ts'
import { UpdateEventSourceMapping } from './operations/update-event-source-mapping.ts'
import { UpdateFunctionCode } from './operations/update-function-code.ts'
import { UpdateFunctionConfiguration } from './operations/update-function-configuration.ts'
import { UpdateFunctionEventInvokeConfig } from './operations/update-function-event-invoke-config.ts'
import { UpdateFunctionUrlConfig } from './operations/update-function-url-config.ts'
import { conditionKeys, resourcePolicies } from './resource-policies.ts'
import { describe } from './trace.ts'
import { runtimeOf, startRuntime } from './runtime/index.ts'
import { serveUrl } from './url/serve.ts'

const sdk = await sdkSchemas(() => import('@aws-sdk/client-lambda/dist-es/schemas/schemas_0.js'))

const operations = {
  AddLayerVersionPermission,
  AddPermission,
  CreateAlias,
  CreateCodeSigningConfig,
  CreateEventSourceMapping,
  CreateFunction,
  CreateFunctionUrlConfig,
  DeleteAlias,
  DeleteCodeSigningConfig,
  DeleteEventSourceMapping,
  DeleteFunction,
  DeleteFunctionCodeSigningConfig,
  DeleteFunctionConcurrency,
  DeleteFunctionEventInvokeConfig,
  DeleteFunctionUrlConfig,
  DeleteLayerVersion,
  DeleteProvisionedConcurrencyConfig,
  GetAccountSettings,
  GetAlias,
  GetCodeSigningConfig,
  GetEventSourceMapping,
  GetFunction,
  GetFunctionCodeSigningConfig,
  GetFunctionConcurrency,
  GetFunctionConfiguration,
  GetFunctionEventInvokeConfig,
  GetFunctionRecursionConfig,
  GetFunctionUrlConfig,
  GetLayerVersion,
  GetLayerVersionByArn,
  GetLayerVersionPolicy,
  GetPolicy,
  GetProvisionedConcurrencyConfig,
  GetRuntimeManagementConfig,
  Invoke,
  InvokeAsync,
  InvokeWithResponseStream,
  ListAliases,
  ListCodeSigningConfigs,
  ListEventSourceMappings,
  ListFunctionEventInvokeConfigs,
  ListFunctionUrlConfigs,
  ListFunctions,
  ListFunctionsByCodeSigningConfig,
  ListLayerVersions,
  ListLayers,
  ListProvisionedConcurrencyConfigs,
  ListTags,
  ListVersionsByFunction,
  PublishLayerVersion,
  PublishVersion,
  PutFunctionCodeSigningConfig,
  PutFunctionConcurrency,
  PutFunctionEventInvokeConfig,
  PutFunctionRecursionConfig,
  PutProvisionedConcurrencyConfig,
  PutRuntimeManagementConfig,
  RemoveLayerVersionPermission,
  RemovePermission,
  TagResource,
  UntagResource,
  UpdateAlias,
  UpdateCodeSigningConfig,
  UpdateEventSourceMapping,
  UpdateFunctionCode,
  UpdateFunctionConfiguration,
  UpdateFunctionEventInvokeConfig,
  UpdateFunctionUrlConfig,
}

export const service: Service = {
  name: 'lambda',
  protocol: restJson(sdk, (name) => name in operations),
  operations,
  validationCode: 'ValidationException',
  resourcePolicies,
  conditionKeys,
  describe,
  usualErrors: {
    TooManyRequestsException: { message: 'Rate Exceeded.' },
    ServiceException: { message: 'An internal error occurred.' },
  },
  http: (request, _caller, host) => downloadCode(request, host) ?? serveUrl(request, host),
  control: engineViews,
  start(host) {
    startRuntime(host)
  },
  resume(host) {
    startMappings(host)
    resumeEvents(host)
  },
  async reset(host) {
    mappingsOf(host).abort()
    await runtimeOf(host).clear()
    await mappingsOf(host).ended()
  },
  resetAccount,
  resumeAccount(host, account) {
    mappingsOf(host).start(account)
    resumeEvents(host, account)
  },
  async stop(host) {
    mappingsOf(host).abort()
    await runtimeOf(host).stop()
    await mappingsOf(host).ended()
  },
}

import type { Service } from '../../kernel/service.ts'
import { restJson } from '../../protocols/rest-json.ts'
import { sdkSchemas } from '../../protocols/sdk-schemas.ts'
import { mappingsOf, startMappings } from './background.ts'
import { downloadCode } from './code-download.ts'
import { AddPermission } from './operations/add-permission.ts'
import { CreateEventSourceMapping } from './operations/create-event-source-mapping.ts'
import { CreateFunction } from './operations/create-function.ts'
import { DeleteEventSourceMapping } from './operations/delete-event-source-mapping.ts'
import { DeleteFunctionConcurrency } from './operations/delete-function-concurrency.ts'
import { DeleteFunction } from './operations/delete-function.ts'
import { GetAccountSettings } from './operations/get-account-settings.ts'
import { GetEventSourceMapping } from './operations/get-event-source-mapping.ts'
import { GetFunctionConcurrency } from './operations/get-function-concurrency.ts'
import { GetFunctionConfiguration } from './operations/get-function-configuration.ts'
import { GetFunction } from './operations/get-function.ts'
import { GetPolicy } from './operations/get-policy.ts'
import { Invoke } from './operations/invoke.ts'
import { ListEventSourceMappings } from './operations/list-event-source-mappings.ts'
import { ListFunctions } from './operations/list-functions.ts'
import { ListTags } from './operations/list-tags.ts'
import { ListVersionsByFunction } from './operations/list-versions-by-function.ts'
import { PutFunctionConcurrency } from './operations/put-function-concurrency.ts'
import { RemovePermission } from './operations/remove-permission.ts'
import { TagResource } from './operations/tag-resource.ts'
import { UntagResource } from './operations/untag-resource.ts'
import { UpdateEventSourceMapping } from './operations/update-event-source-mapping.ts'
import { UpdateFunctionCode } from './operations/update-function-code.ts'
import { UpdateFunctionConfiguration } from './operations/update-function-configuration.ts'
import { runtimeOf, startRuntime } from './runtime/index.ts'

const sdk = await sdkSchemas(() => import('@aws-sdk/client-lambda/dist-es/schemas/schemas_0.js'))

const operations = {
  AddPermission,
  CreateEventSourceMapping,
  CreateFunction,
  DeleteEventSourceMapping,
  DeleteFunctionConcurrency,
  DeleteFunction,
  GetAccountSettings,
  GetEventSourceMapping,
  GetFunctionConcurrency,
  GetFunctionConfiguration,
  GetFunction,
  GetPolicy,
  Invoke,
  ListEventSourceMappings,
  ListFunctions,
  ListTags,
  ListVersionsByFunction,
  PutFunctionConcurrency,
  RemovePermission,
  TagResource,
  UntagResource,
  UpdateEventSourceMapping,
  UpdateFunctionCode,
  UpdateFunctionConfiguration,
}

export const service: Service = {
  name: 'lambda',
  protocol: restJson(sdk, (name) => name in operations),
  operations,
  validationCode: 'ValidationException',
  http: (request, _caller, host) => downloadCode(request, host),
  start(host) {
    startRuntime(host)
    startMappings(host)
  },
  async reset(host) {
    mappingsOf(host).abort()
    await runtimeOf(host).clear()
    await mappingsOf(host).ended()
  },
  async stop(host) {
    mappingsOf(host).abort()
    await runtimeOf(host).stop()
    await mappingsOf(host).ended()
  },
}

import * as sdk from '@aws-sdk/client-apigatewayv2'
import type { Service } from '../../kernel/service.ts'
import { restJson } from '../../protocols/rest-json.ts'

const operations = {}

export const service: Service = {
  name: 'apigateway',
  protocol: restJson(sdk, (name) => name in operations),
  operations,
}

import * as sdk from '@aws-sdk/client-lambda'
import type { Service } from '../../kernel/service.ts'
import { restJson } from '../../protocols/rest-json.ts'

const operations = {}

export const service: Service = {
  name: 'lambda',
  protocol: restJson(sdk, (name) => name in operations),
  operations,
}

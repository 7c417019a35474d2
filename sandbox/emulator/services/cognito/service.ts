import * as sdk from '@aws-sdk/client-cognito-identity-provider'
import type { Service } from '../../kernel/service.ts'
import { awsJson } from '../../protocols/aws-json.ts'

const operations = {}

export const service: Service = {
  name: 'cognito',
  protocol: awsJson(sdk),
  operations,
}

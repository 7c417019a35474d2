import * as sdk from '@aws-sdk/client-cloudwatch-logs'
import type { Service } from '../../kernel/service.ts'
import { awsJson } from '../../protocols/aws-json.ts'

const operations = {}

export const service: Service = {
  name: 'logs',
  protocol: awsJson(sdk),
  operations,
}

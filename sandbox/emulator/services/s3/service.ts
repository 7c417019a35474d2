import * as sdk from '@aws-sdk/client-s3'
import type { Service } from '../../kernel/service.ts'
import { awsJson } from '../../protocols/aws-json.ts'

const operations = {}

export const service: Service = {
  name: 's3',
  protocol: awsJson(sdk),
  operations,
}

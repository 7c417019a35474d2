import * as sdk from '@aws-sdk/client-kinesis'
import type { Service } from '../../kernel/service.ts'
import { awsJson } from '../../protocols/aws-json.ts'

const operations = {}

export const service: Service = {
  name: 'kinesis',
  protocol: awsJson(sdk),
  operations,
}

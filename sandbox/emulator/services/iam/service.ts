import * as sdk from '@aws-sdk/client-iam'
import type { Service } from '../../kernel/service.ts'
import { query } from '../../protocols/query.ts'

const operations = {}

export const service: Service = {
  name: 'iam',
  protocol: query(sdk, { xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/' }),
  operations,
}

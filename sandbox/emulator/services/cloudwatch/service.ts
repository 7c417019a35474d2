import type { Service } from '../../kernel/service.ts'
import { anyOf } from '../../protocols/any-of.ts'
import { awsJson } from '../../protocols/aws-json.ts'
import { compressed } from '../../protocols/compressed.ts'
import { cborDouble, jsonDouble, textDouble, withDoubles } from '../../protocols/doubles.ts'
import { query } from '../../protocols/query.ts'
import { queryCompatible } from '../../protocols/query-compatible.ts'
import { isRpcV2Cbor, rpcV2Cbor } from '../../protocols/rpc-v2-cbor.ts'
import { sdkSchemas } from '../../protocols/sdk-schemas.ts'
import { DeleteAlarms } from './operations/delete-alarms.ts'
import { DescribeAlarms } from './operations/describe-alarms.ts'
import { GetMetricData } from './operations/get-metric-data.ts'
import { GetMetricStatistics } from './operations/get-metric-statistics.ts'
import { ListMetrics } from './operations/list-metrics.ts'
import { PutMetricAlarm } from './operations/put-metric-alarm.ts'
import { PutMetricData } from './operations/put-metric-data.ts'

const sdk = await sdkSchemas(() => import('@aws-sdk/client-cloudwatch/dist-es/schemas/schemas_0.js'))

/** Members of answers whose numbers AWS writes as `3.0`; `Period` and other integers are not among them. */
const DOUBLES = new Set(['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum', 'ExtendedStatistics', 'Values', 'Threshold'])

/** Clients speak three protocols: JSON (the JavaScript SDK, the AWS CLI, boto3), CBOR (others), and query (older ones). */
const protocol = anyOf(
  [
    { when: isRpcV2Cbor, protocol: queryCompatible(sdk, withDoubles(rpcV2Cbor(sdk), DOUBLES, cborDouble)) },
    {
      when: ({ headers }) => headers['x-amz-target'] !== undefined,
      protocol: queryCompatible(sdk, withDoubles(awsJson(sdk), DOUBLES, jsonDouble)),
    },
  ],
  withDoubles(query(sdk, { xmlNamespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/' }), DOUBLES, textDouble),
)

export const service: Service = {
  name: 'cloudwatch',
  protocol: compressed(protocol),
  operations: { DeleteAlarms, DescribeAlarms, GetMetricData, GetMetricStatistics, ListMetrics, PutMetricAlarm, PutMetricData },
}

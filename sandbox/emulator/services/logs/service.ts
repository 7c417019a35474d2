import type { Service } from '../../kernel/service.ts'
import { awsJson } from '../../protocols/aws-json.ts'
import { sdkSchemas } from '../../protocols/sdk-schemas.ts'
import { CreateLogGroup } from './operations/create-log-group.ts'
import { CreateLogStream } from './operations/create-log-stream.ts'
import { DeleteLogGroup } from './operations/delete-log-group.ts'
import { DeleteLogStream } from './operations/delete-log-stream.ts'
import { DeleteRetentionPolicy } from './operations/delete-retention-policy.ts'
import { DescribeLogGroups } from './operations/describe-log-groups.ts'
import { DescribeLogStreams } from './operations/describe-log-streams.ts'
import { FilterLogEvents } from './operations/filter-log-events.ts'
import { GetLogEvents } from './operations/get-log-events.ts'
import { ListLogGroups } from './operations/list-log-groups.ts'
import { ListTagsForResource } from './operations/list-tags-for-resource.ts'
import { ListTagsLogGroup } from './operations/list-tags-log-group.ts'
import { PutLogEvents } from './operations/put-log-events.ts'
import { PutLogGroupDeletionProtection } from './operations/put-log-group-deletion-protection.ts'
import { PutRetentionPolicy } from './operations/put-retention-policy.ts'
import { TagLogGroup } from './operations/tag-log-group.ts'
import { TagResource } from './operations/tag-resource.ts'
import { UntagLogGroup } from './operations/untag-log-group.ts'
import { UntagResource } from './operations/untag-resource.ts'

const sdk = await sdkSchemas(() => import('@aws-sdk/client-cloudwatch-logs/dist-es/schemas/schemas_0.js'))

export const service: Service = {
  name: 'logs',
  protocol: awsJson(sdk),
  validationCode: 'InvalidParameterException',
  operations: {
    CreateLogGroup,
    CreateLogStream,
    DeleteLogGroup,
    DeleteLogStream,
    DeleteRetentionPolicy,
    DescribeLogGroups,
    DescribeLogStreams,
    FilterLogEvents,
    GetLogEvents,
    ListLogGroups,
    ListTagsForResource,
    ListTagsLogGroup,
    PutLogEvents,
    PutLogGroupDeletionProtection,
    PutRetentionPolicy,
    TagLogGroup,
    TagResource,
    UntagLogGroup,
    UntagResource,
  },
}

import type { Value, ValueMap } from '../value.ts'
import { isMap } from '../value.ts'
import { invalid } from './build.ts'

type Make = (value: Value) => Value[]
interface PolicyTemplate {
  /** The one parameter that the template takes; undefined for none. */
  readonly parameter: string | undefined
  readonly statements: Make
}

const BUCKET_READ = ['s3:GetObject', 's3:ListBucket', 's3:GetBucketLocation', 's3:GetObjectVersion', 's3:GetLifecycleConfiguration']
const BUCKET_WRITE = ['s3:PutObject', 's3:PutObjectAcl', 's3:PutLifecycleConfiguration']
const BUCKET_CRUD =
  's3:GetObject s3:ListBucket s3:GetBucketLocation s3:GetObjectVersion s3:PutObject s3:PutObjectAcl s3:GetLifecycleConfiguration s3:PutLifecycleConfiguration s3:DeleteObject'.split(' ')
const STREAM_CRUD =
  'AddTagsToStream CreateStream DecreaseStreamRetentionPeriod DeleteStream DescribeStream DescribeStreamSummary GetShardIterator IncreaseStreamRetentionPeriod ListTagsForStream MergeShards PutRecord PutRecords SplitShard RemoveTagsFromStream'
    .split(' ')
    .map((name) => `kinesis:${name}`)
const STREAM_READ = ['kinesis:DescribeStream', 'kinesis:DescribeStreamSummary', 'kinesis:GetRecords', 'kinesis:GetShardIterator']

/** SAM guide, "AWS SAM policy templates": those of the services that this sandbox has. */
const TEMPLATES: Readonly<Record<string, PolicyTemplate>> = {
  S3ReadPolicy: { parameter: 'BucketName', statements: (name) => [allow(BUCKET_READ, bucketAndObjects(name))] },
  S3WritePolicy: { parameter: 'BucketName', statements: (name) => [allow(BUCKET_WRITE, bucketAndObjects(name))] },
  S3CrudPolicy: { parameter: 'BucketName', statements: (name) => [allow(BUCKET_CRUD, bucketAndObjects(name))] },
  KinesisStreamReadPolicy: {
    parameter: 'StreamName',
    statements: (name) => [
      allow(['kinesis:ListStreams', 'kinesis:DescribeLimits'], { 'Fn::Sub': 'arn:${AWS::Partition}:kinesis:${AWS::Region}:${AWS::AccountId}:stream/*' }),
      allow(STREAM_READ, stream(name)),
    ],
  },
  KinesisCrudPolicy: { parameter: 'StreamName', statements: (name) => [allow(STREAM_CRUD, stream(name))] },
  LambdaInvokePolicy: {
    parameter: 'FunctionName',
    statements: (name) => [
      allow(['lambda:InvokeFunction'], {
        'Fn::Sub': ['arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${functionName}*', { functionName: name }],
      }),
    ],
  },
  CloudWatchPutMetricPolicy: { parameter: undefined, statements: () => [allow(['cloudwatch:PutMetricData'], '*')] },
}

/** The document of `{S3ReadPolicy: {BucketName: …}}`. */
export function policyFromTemplate(id: string, policy: ValueMap): Value {
  const [name = '', ...others] = Object.keys(policy)
  const template = Object.hasOwn(TEMPLATES, name) ? TEMPLATES[name] : undefined
  const known = Object.keys(TEMPLATES).join(', ')
  if (!template || others.length > 0) return invalid(id, `The policy template '${name}' is not supported by this sandbox (it has ${known}); write the statement out.`, 'Policies')
  const given = policy[name]
  const value = template.parameter === undefined ? '' : isMap(given) ? given[template.parameter] : undefined
  if (value === undefined) return invalid(id, `Must specify valid parameter values for policy template '${name}': ${template.parameter} is missing.`, 'Policies')
  return { Statement: template.statements(value) }
}

function allow(actions: readonly string[], resource: Value): Value {
  return { Action: [...actions], Effect: 'Allow', Resource: resource }
}

function bucketAndObjects(bucketName: Value): Value {
  const arn = (suffix: string): Value => ({ 'Fn::Sub': [`arn:\${AWS::Partition}:s3:::\${bucketName}${suffix}`, { bucketName }] })
  return [arn(''), arn('/*')]
}

function stream(streamName: Value): Value {
  return { 'Fn::Sub': ['arn:${AWS::Partition}:kinesis:${AWS::Region}:${AWS::AccountId}:stream/${streamName}', { streamName }] }
}

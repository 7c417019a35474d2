import type { ManagedPolicy } from '../policies.ts'

interface Definition {
  readonly name: string
  readonly id: string
  readonly path?: string
  readonly description: string
  readonly created: string
  readonly updated?: string
  readonly version?: number
  readonly actions: string | readonly string[]
  readonly sid?: string
}

const LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents']

/** As in the AWS Managed Policy Reference Guide; each is one statement that allows `actions` on everything. */
const DEFINITIONS: readonly Definition[] = [
  {
    name: 'AdministratorAccess',
    id: 'ANPAIWMBCKSKIEE64ZLYK',
    description: 'Provides full access to AWS services and resources.',
    created: '2015-02-06T18:39:46Z',
    actions: '*',
  },
  {
    name: 'AmazonKinesisFullAccess',
    id: 'ANPAIVF32HAMOXCUYRAYE',
    description: 'Provides full access to all streams via the AWS Management Console.',
    created: '2015-02-06T18:40:29Z',
    actions: 'kinesis:*',
  },
  {
    name: 'AmazonKinesisReadOnlyAccess',
    id: 'ANPAIOCMTDT5RLKZ2CAJO',
    description: 'Provides read only access to all streams via the AWS Management Console.',
    created: '2015-02-06T18:40:30Z',
    actions: ['kinesis:Get*', 'kinesis:List*', 'kinesis:Describe*'],
  },
  {
    name: 'AmazonS3FullAccess',
    id: 'ANPAIFIR6V6BVTRAHWINE',
    description: 'Provides full access to all buckets via the AWS Management Console.',
    created: '2015-02-06T18:40:58Z',
    updated: '2021-09-27T20:16:37Z',
    version: 2,
    actions: ['s3:*', 's3-object-lambda:*'],
  },
  {
    name: 'AmazonS3ReadOnlyAccess',
    id: 'ANPAIZTJ4DXE7G6AGAE6M',
    description: 'Provides read only access to all buckets via the AWS Management Console.',
    created: '2015-02-06T18:40:59Z',
    updated: '2023-08-10T21:31:39Z',
    version: 3,
    actions: ['s3:Get*', 's3:List*', 's3:Describe*', 's3-object-lambda:Get*', 's3-object-lambda:List*'],
  },
  {
    name: 'AWSLambdaBasicExecutionRole',
    id: 'ANPAJNCQGXC42545SKXIK',
    path: '/service-role/',
    description: 'Provides write permissions to CloudWatch Logs.',
    created: '2015-04-09T15:03:43Z',
    actions: LOGS,
  },
  {
    name: 'AWSLambdaKinesisExecutionRole',
    id: 'ANPAJHOLKJPXV4GBRMJUQ',
    path: '/service-role/',
    description: 'Provides list and read access to Kinesis streams and write permissions to CloudWatch logs.',
    created: '2015-04-09T15:14:16Z',
    updated: '2018-11-19T20:09:24Z',
    version: 2,
    actions: [
      'kinesis:DescribeStream',
      'kinesis:DescribeStreamSummary',
      'kinesis:GetRecords',
      'kinesis:GetShardIterator',
      'kinesis:ListShards',
      'kinesis:ListStreams',
      'kinesis:SubscribeToShard',
      ...LOGS,
    ],
  },
  {
    name: 'AWSLambdaVPCAccessExecutionRole',
    id: 'ANPAJVTME3YLVNL72YR2K',
    path: '/service-role/',
    description:
      'Provides minimum permissions for a Lambda function to execute while accessing a resource within a VPC - create, describe, delete network interfaces and write permissions to CloudWatch Logs.',
    created: '2016-02-11T23:15:26Z',
    updated: '2024-01-05T22:38:00Z',
    version: 3,
    sid: 'AWSLambdaVPCAccessExecutionPermissions',
    actions: [
      ...LOGS,
      'ec2:CreateNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:DeleteNetworkInterface',
      'ec2:AssignPrivateIpAddresses',
      'ec2:UnassignPrivateIpAddresses',
    ],
  },
]

/** AWS's own managed policies that are known here, in order of name; of each only the default version. */
export const AWS_MANAGED: readonly ManagedPolicy[] = DEFINITIONS.map((definition) => {
  const { name, id, path = '/', description, created, updated = created, version = 1, actions, sid } = definition
  const statement = { ...(sid === undefined ? {} : { Sid: sid }), Effect: 'Allow', Action: actions, Resource: '*' }
  const document = JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, null, 4)
  const versionId = `v${version}`
  return {
    name,
    id,
    path,
    arn: `arn:aws:iam::aws:policy${path}${name}`,
    description,
    createdAt: Date.parse(created),
    updatedAt: Date.parse(updated),
    tags: [],
    versions: [{ id: versionId, document, createdAt: Date.parse(updated) }],
    defaultVersion: versionId,
    lastVersion: version,
  }
})

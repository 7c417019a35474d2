import type { Definition } from './aws-managed.ts'

const LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents']

/** Policies that roles of functions and services have, as in the AWS Managed Policy Reference Guide. */
export const ROLE_POLICIES: readonly Definition[] = [
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
  {
    name: 'AWSLambdaDynamoDBExecutionRole',
    id: 'ANPAIP7WNAGMIPYNW4WQG',
    path: '/service-role/',
    description: 'Provides list and read access to DynamoDB streams and write permissions to CloudWatch logs.',
    created: '2015-04-09T15:09:29Z',
    actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams', ...LOGS],
  },
  {
    name: 'AWSLambdaSQSQueueExecutionRole',
    id: 'ANPAJFWJZI6JNND4TSELK',
    path: '/service-role/',
    description:
      'Provides receive message, delete message, and read attribute access to SQS queues, and write permissions to CloudWatch logs.',
    created: '2018-06-14T21:50:45Z',
    actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', ...LOGS],
  },
  {
    name: 'AWSLambdaRole',
    id: 'ANPAJX4DPCRGTC4NFDUXI',
    path: '/service-role/',
    description: 'Default policy for AWS Lambda service role.',
    created: '2015-02-06T18:41:28Z',
    actions: ['lambda:InvokeFunction'],
  },
  {
    name: 'AmazonAPIGatewayPushToCloudWatchLogs',
    id: 'ANPAIK4GFO7HLKYN64ASK',
    path: '/service-role/',
    description: "Allows API Gateway to push logs to user's account.",
    created: '2015-11-11T23:41:46Z',
    actions: [
      'logs:CreateLogGroup',
      'logs:CreateLogStream',
      'logs:DescribeLogGroups',
      'logs:DescribeLogStreams',
      'logs:PutLogEvents',
      'logs:GetLogEvents',
      'logs:FilterLogEvents',
    ],
  },
  {
    name: 'AWSLambdaExecute',
    id: 'ANPAJE5FX7FQZSU5XAKGO',
    description: 'Provides Put, Get access to S3 and full access to CloudWatch Logs.',
    created: '2015-02-06T18:40:46Z',
    statements: [
      { Effect: 'Allow', Action: ['logs:*'], Resource: 'arn:aws:logs:*:*:*' },
      { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: 'arn:aws:s3:::*' },
    ],
  },
  {
    name: 'AWSXRayDaemonWriteAccess',
    description:
      'Allow the AWS X-Ray Daemon to relay raw trace segments data to the service\'s API and retrieve sampling data (rules, targets, etc.) to be used by the X-Ray SDK.',
    created: '2018-08-28T23:00:33Z',
    updated: '2024-02-13T21:58:30Z',
    version: 2,
    sid: 'AWSXRayDaemonWriteAccess',
    actions: [
      'xray:PutTraceSegments',
      'xray:PutTelemetryRecords',
      'xray:GetSamplingRules',
      'xray:GetSamplingTargets',
      'xray:GetSamplingStatisticSummaries',
    ],
  },
]

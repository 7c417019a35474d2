import type { Context } from '../../kernel/context.ts'
import { collection } from '../../kernel/store.ts'
import { invalidInput, noSuchEntity } from './errors.ts'

/** Deletions of service-linked roles, by task id; all succeed at once, since no resource of a service holds on to a role here. */
const tasks = collection<{ readonly role: string }>('iam.deletion-tasks', 'account')

/** What roles of services are called that do not just take the first word of the service's name. */
const NAMES: Readonly<Record<string, string>> = {
  'autoscaling.amazonaws.com': 'AutoScaling',
  'cloudtrail.amazonaws.com': 'CloudTrail',
  'cognito-idp.amazonaws.com': 'AmazonCognitoIdp',
  'delivery.logs.amazonaws.com': 'LogDelivery',
  'dynamodb.application-autoscaling.amazonaws.com': 'ApplicationAutoScaling_DynamoDBTable',
  'ecs.amazonaws.com': 'ECS',
  'eks.amazonaws.com': 'AmazonEKS',
  'elasticloadbalancing.amazonaws.com': 'ElasticLoadBalancing',
  'email.cognito-idp.amazonaws.com': 'AmazonCognitoIdpEmailService',
  'events.amazonaws.com': 'CloudWatchEvents',
  'lambda.application-autoscaling.amazonaws.com': 'ApplicationAutoScaling_LambdaConcurrency',
  'ops.apigateway.amazonaws.com': 'APIGateway',
  'rds.amazonaws.com': 'RDS',
  'replicator.lambda.amazonaws.com': 'LambdaReplicator',
}

/** `AWSServiceRoleFor…`; throws `InvalidInput` for what is no service's name. */
export function serviceRoleName(service: string, suffix: string | undefined): string {
  const [, word] = /^([a-z0-9-]+)(?:\.[a-z0-9-]+)*\.amazonaws\.com$/.exec(service) ?? []
  if (word === undefined) throw invalidInput(`Invalid AWS service name: ${service}`)
  const name = `AWSServiceRoleFor${NAMES[service] ?? word[0]!.toUpperCase() + word.slice(1)}`
  return suffix === undefined ? name : `${name}_${suffix}`
}

export const trustOf = (service: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  })

export function addTask(ctx: Context, id: string, role: string): void {
  tasks(ctx).put(id, { role })
}

/** Throws `NoSuchEntity` for a task that is not known. */
export function checkTask(ctx: Context, id: string): void {
  if (!tasks(ctx).has(id)) throw noSuchEntity(`Deletion task ${id} cannot be found.`)
}

import * as apigatewayv2 from './apigatewayv2.ts'
import * as cloudformation from './cloudformation.ts'
import * as cloudwatch from './cloudwatch.ts'
import * as cognito from './cognito.ts'
import * as iam from './iam.ts'
import * as iamPolicies from './iam-policies.ts'
import * as kinesis from './kinesis.ts'
import * as lambda from './lambda.ts'
import { lambdaFunction } from './lambda-function.ts'
import * as logs from './logs.ts'
import type { Provider } from './provider.ts'
import * as s3 from './s3-bucket.ts'

const { customResource, ...ofStacks } = cloudformation

/** Every type that can be made, by its name. */
const PROVIDERS: ReadonlyMap<string, Provider> = new Map(
  [s3, kinesis, iam, iamPolicies, lambda, { lambdaFunction }, apigatewayv2, cognito, logs, cloudwatch, ofStacks]
    .flatMap((file): Provider[] => Object.values(file))
    .map((provider) => [provider.type, provider]),
)

export function providerOf(type: string): Provider | undefined {
  return /^Custom::[\w@-]+$/.test(type) || type === 'AWS::CloudFormation::CustomResource' ? customResource(type) : PROVIDERS.get(type)
}

export const knownTypes = (): string[] => [...PROVIDERS.keys(), 'AWS::CloudFormation::CustomResource', 'Custom::*'].sort()

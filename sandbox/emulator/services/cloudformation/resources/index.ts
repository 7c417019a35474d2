import * as apigatewayv2 from './apigatewayv2.ts'
import * as cloudformation from './cloudformation.ts'
import * as cloudwatch from './cloudwatch.ts'
import * as cognito from './cognito.ts'
import * as cognitoAttachments from './cognito-attachments.ts'
import * as iam from './iam.ts'
import * as iamInline from './iam-inline.ts'
import * as iamProviders from './iam-providers.ts'
import * as iamPolicies from './iam-policies.ts'
import * as kinesis from './kinesis.ts'
import { channel } from './kinesis-channel.ts'
import * as lambda from './lambda.ts'
import { lambdaFunction } from './lambda-function.ts'
import * as logs from './logs.ts'
import type { Provider } from './provider.ts'
import { restApi } from './rest-api.ts'
import * as restKeys from './rest-api-keys.ts'
import * as restParts from './rest-api-parts.ts'
import * as restStages from './rest-api-stage.ts'
import * as s3 from './s3-bucket.ts'
import * as waits from './wait-condition.ts'

const { customResource, ...ofStacks } = cloudformation

/** Every type that can be made, by its name. */
const PROVIDERS: ReadonlyMap<string, Provider> = new Map(
  [
    s3, kinesis, { channel }, iam, iamPolicies, iamInline, iamProviders, lambda, { lambdaFunction }, apigatewayv2, { restApi }, restStages, restParts, restKeys,
    cognito, cognitoAttachments, logs, cloudwatch, ofStacks, waits,
  ]
    .flatMap((file): Provider[] => Object.values(file))
    .map((provider) => [provider.type, provider]),
)

export function providerOf(type: string): Provider | undefined {
  return /^Custom::[\w@-]+$/.test(type) || type === 'AWS::CloudFormation::CustomResource' ? customResource(type) : PROVIDERS.get(type)
}

export const knownTypes = (): string[] => [...PROVIDERS.keys(), 'AWS::CloudFormation::CustomResource', 'Custom::*'].sort()

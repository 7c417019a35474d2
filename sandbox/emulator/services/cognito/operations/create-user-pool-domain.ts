import type {
  CreateUserPoolDomainCommandInput, CreateUserPoolDomainCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { cloudFrontOf, newDomain } from '../issuer/hosted/domains.ts'
import { poolArn } from '../issuer/issuer.ts'
import { DOMAIN, USER_POOL_ID } from '../limits.ts'
import { findPool } from '../state.ts'

export const CreateUserPoolDomain = operation<CreateUserPoolDomainCommandInput, CreateUserPoolDomainCommandOutput>({
  action: 'cognito-idp:CreateUserPoolDomain',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { Domain: DOMAIN, UserPoolId: USER_POOL_ID, ManagedLoginVersion: { minValue: 1, maxValue: 2 } },
  handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    const domain = newDomain(ctx, pool, input.Domain!, input)
    const cloudFront = domain.certificateArn ? { CloudFrontDomain: cloudFrontOf(domain) } : {}
    return { ManagedLoginVersion: domain.managedLoginVersion, ...cloudFront }
  },
})

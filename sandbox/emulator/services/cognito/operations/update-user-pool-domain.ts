import type {
  UpdateUserPoolDomainCommandInput, UpdateUserPoolDomainCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { saveDomain } from '../hosted-state.ts'
import { cloudFrontOf, requireDomain } from '../issuer/hosted/domains.ts'
import { poolArn } from '../issuer/issuer.ts'
import { DOMAIN, USER_POOL_ID } from '../limits.ts'
import { findPool } from '../state.ts'

export const UpdateUserPoolDomain = operation<UpdateUserPoolDomainCommandInput, UpdateUserPoolDomainCommandOutput>({
  action: 'cognito-idp:UpdateUserPoolDomain',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { Domain: DOMAIN, UserPoolId: USER_POOL_ID, ManagedLoginVersion: { minValue: 1, maxValue: 2 } },
  handle(input, ctx) {
    const domain = requireDomain(ctx, findPool(ctx, input.UserPoolId!), input.Domain!)
    const certificateArn = input.CustomDomainConfig?.CertificateArn ?? domain.certificateArn
    const managedLoginVersion = input.ManagedLoginVersion ?? domain.managedLoginVersion
    saveDomain(ctx, { ...domain, managedLoginVersion, ...(certificateArn === undefined ? {} : { certificateArn }) })
    return { ManagedLoginVersion: managedLoginVersion, ...(domain.certificateArn ? { CloudFrontDomain: cloudFrontOf(domain) } : {}) }
  },
})

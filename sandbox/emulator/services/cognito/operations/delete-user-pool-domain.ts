import type {
  DeleteUserPoolDomainCommandInput, DeleteUserPoolDomainCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { removeDomain } from '../hosted-state.ts'
import { requireDomain } from '../issuer/hosted/domains.ts'
import { poolArn } from '../issuer/issuer.ts'
import { DOMAIN, USER_POOL_ID } from '../limits.ts'
import { findPool } from '../state.ts'

export const DeleteUserPoolDomain = operation<DeleteUserPoolDomainCommandInput, DeleteUserPoolDomainCommandOutput>({
  action: 'cognito-idp:DeleteUserPoolDomain',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { Domain: DOMAIN, UserPoolId: USER_POOL_ID },
  handle(input, ctx) {
    const { name } = requireDomain(ctx, findPool(ctx, input.UserPoolId!), input.Domain!)
    removeDomain(ctx, name)
    return {}
  },
})

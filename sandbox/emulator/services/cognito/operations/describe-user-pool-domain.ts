import type {
  DescribeUserPoolDomainCommandInput, DescribeUserPoolDomainCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { domainsOf } from '../hosted-state.ts'
import { describeDomain } from '../issuer/hosted/domains.ts'
import { DOMAIN } from '../limits.ts'
import { findPoolAnywhere } from '../state.ts'

export const DescribeUserPoolDomain = operation<DescribeUserPoolDomainCommandInput, DescribeUserPoolDomainCommandOutput>({
  action: 'cognito-idp:DescribeUserPoolDomain',
  resource: '*',
  limits: { Domain: DOMAIN },
  handle(input, ctx) {
    const domain = domainsOf(ctx).get(input.Domain!)
    const pool = domain && findPoolAnywhere(ctx, domain.poolId)
    const isTheirs = pool?.account === ctx.account && pool.region === ctx.region
    // A domain that nobody has is no error: its description is empty.
    return { DomainDescription: isTheirs ? describeDomain(pool, domain!) : {} }
  },
})

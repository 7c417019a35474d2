import type { CreateUserPoolDomainRequest, DomainDescriptionType } from '@aws-sdk/client-cognito-identity-provider'
import { createHash } from 'node:crypto'
import type { Context } from '../../../../kernel/context.ts'
import { invalidParameter } from '../../errors.ts'
import { domainsOf, listDomains, saveDomain, type Domain } from '../../hosted-state.ts'
import type { Pool } from '../../state.ts'

const RESERVED = ['aws', 'amazon', 'cognito']

/** Throws InvalidParameterException where the name is taken or reserved, or the pool has a domain of that kind. */
export function newDomain(ctx: Context, pool: Pool, name: string, given: CreateUserPoolDomainRequest): Domain {
  const certificateArn = given.CustomDomainConfig?.CertificateArn
  if (certificateArn === undefined) checkPrefix(name)
  if (domainsOf(ctx).has(name)) throw invalidParameter('Domain already associated with another user pool.')
  const sameKind = listDomains(ctx, pool).some((domain) => (domain.certificateArn === undefined) === (certificateArn === undefined))
  if (sameKind) throw invalidParameter('The user pool already has a domain of this kind.')
  return saveDomain(ctx, {
    name,
    poolId: pool.id,
    managedLoginVersion: given.ManagedLoginVersion ?? 1,
    createdAt: ctx.now,
    ...(certificateArn === undefined ? {} : { certificateArn }),
  })
}

function checkPrefix(name: string): void {
  if (name.includes('.')) throw invalidParameter('Invalid domain prefix: a domain of your own needs CustomDomainConfig.')
  const reserved = RESERVED.find((word) => name.includes(word))
  if (reserved) throw invalidParameter(`Domain cannot contain reserved word: ${reserved}`)
}

/** Throws InvalidParameterException, also for another pool's domain. */
export function requireDomain(ctx: Context, pool: Pool, name: string): Domain {
  const domain = domainsOf(ctx).get(name)
  if (domain?.poolId !== pool.id) throw invalidParameter('No such domain or user pool exists.')
  return domain
}

/** The distribution in front of a domain: made up, but the same each time. */
export const cloudFrontOf = ({ name }: Domain): string => `d${createHash('sha256').update(name).digest('hex').slice(0, 13)}.cloudfront.net`

export function describeDomain(pool: Pool, domain: Domain): DomainDescriptionType {
  return {
    UserPoolId: pool.id,
    AWSAccountId: pool.account,
    Domain: domain.name,
    S3Bucket: `aws-cognito-prod-${pool.region}-assets`,
    CloudFrontDistribution: cloudFrontOf(domain),
    Version: String(domain.createdAt),
    Status: 'ACTIVE',
    CustomDomainConfig: domain.certificateArn === undefined ? {} as never : { CertificateArn: domain.certificateArn },
    ManagedLoginVersion: domain.managedLoginVersion,
  }
}

import type { AssertionEncryptionModeType, Tag } from '@aws-sdk/client-iam'
import type { Context } from '../../kernel/context.ts'
import { collection } from '../../kernel/store.ts'
import { alreadyExists, invalidInput, noSuchEntity, validationError } from './errors.ts'
import type { Kind } from './kinds.ts'

/** An issuer of OpenID Connect tokens. Thumbprints are kept and never compared. */
export interface OidcProvider {
  readonly arn: string
  /** Without `https://`, as IAM shows it. */
  readonly url: string
  readonly clientIds: readonly string[]
  readonly thumbprints: readonly string[]
  readonly createdAt: number
  readonly tags: readonly Tag[]
}

export interface SamlProvider {
  readonly arn: string
  readonly uuid: string
  /** XML. */
  readonly metadata: string
  readonly createdAt: number
  readonly validUntil: number
  readonly encryption?: AssertionEncryptionModeType
  readonly privateKeys: readonly { readonly id: string; readonly addedAt: number }[]
  readonly tags: readonly Tag[]
}

export const oidcProviders = collection<OidcProvider>('iam.oidc-providers', 'account')
export const samlProviders = collection<SamlProvider>('iam.saml-providers', 'account')

export const OIDC: Kind<OidcProvider, 'OpenIDConnectProviderArn'> = {
  member: 'OpenIDConnectProviderArn',
  limits: { OpenIDConnectProviderArn: { min: 20, max: 2048 } },
  resource: ({ OpenIDConnectProviderArn: arn }) => arn!,
  find: findOidc,
  own: findOidc,
  save: (ctx, provider) => oidcProviders(ctx).put(provider.arn, provider),
}

export const SAML: Kind<SamlProvider, 'SAMLProviderArn'> = {
  member: 'SAMLProviderArn',
  limits: { SAMLProviderArn: { min: 20, max: 2048 } },
  resource: ({ SAMLProviderArn: arn }) => arn!,
  find: findSaml,
  own: findSaml,
  save: (ctx, provider) => samlProviders(ctx).put(provider.arn, provider),
}

function findOidc(ctx: Context, arn: string): OidcProvider {
  const provider = oidcProviders(ctx).get(arn)
  if (!provider) throw noSuchEntity(`OpenIDConnect Provider not found for arn ${arn}`)
  return provider
}

function findSaml(ctx: Context, arn: string): SamlProvider {
  const provider = samlProviders(ctx).get(arn)
  if (!provider) throw noSuchEntity(`Could not find SAML Provider with arn ${arn}`)
  return provider
}

/** The ARN's last part: host and path of an `https` address without a query; throws `ValidationError`. */
export function oidcHost(url: string): string {
  const [, host] = /^https:\/\/([^?#\s]+?)\/?$/.exec(url) ?? []
  if (host === undefined) throw validationError('Invalid Open ID Connect Provider URL')
  return host
}

export function addOidc(ctx: Context, provider: OidcProvider): OidcProvider {
  if (oidcProviders(ctx).has(provider.arn)) throw alreadyExists(`Provider with url https://${provider.url} already exists.`)
  return OIDC.save(ctx, provider)
}

export const removeOidc = (ctx: Context, arn: string) => oidcProviders(ctx).delete(arn)

const CENTURY_MS = 100 * 365 * 24 * 3600 * 1000

/** Epoch milliseconds up to which the metadata says that it holds, or a hundred years; throws `InvalidInput` for what is no metadata. */
export function validUntil(metadata: string, now: number): number {
  if (!/<(?:\w+:)?EntityDescriptor[\s>]/.test(metadata)) throw invalidInput('Could not parse metadata')
  const [, until] = /\bvalidUntil="([^"]+)"/.exec(metadata) ?? []
  const time = until === undefined ? NaN : Date.parse(until)
  return Number.isNaN(time) ? now + CENTURY_MS : time
}

export function addSaml(ctx: Context, provider: SamlProvider): SamlProvider {
  if (samlProviders(ctx).has(provider.arn))
    throw alreadyExists(`SAMLProvider ${provider.arn} already exists.`)
  return SAML.save(ctx, provider)
}

export const removeSaml = (ctx: Context, arn: string) => samlProviders(ctx).delete(arn)

export const oidcArn = ({ account }: Pick<Context, 'account'>, url: string) => `arn:aws:iam::${account}:oidc-provider/${oidcHost(url)}`
export const samlArn = ({ account }: Pick<Context, 'account'>, name: string) => `arn:aws:iam::${account}:saml-provider/${name}`

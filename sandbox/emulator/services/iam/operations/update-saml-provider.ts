import type { UpdateSAMLProviderCommandInput, UpdateSAMLProviderCommandOutput } from '@aws-sdk/client-iam'
import { UPPER_ALPHANUMERIC } from '../../../kernel/ids.ts'
import { operation } from '../../../kernel/operation.ts'
import { limitExceeded } from '../errors.ts'
import { SAML, validUntil } from '../providers.ts'

export const UpdateSAMLProvider = operation<UpdateSAMLProviderCommandInput, UpdateSAMLProviderCommandOutput>({
  action: 'iam:UpdateSAMLProvider',
  resource: SAML.resource,
  storedOnly: true,
  limits: { ...SAML.limits, SAMLMetadataDocument: { min: 1000, max: 10_000_000 } },
  handle(input, ctx) {
    const provider = SAML.own(ctx, input.SAMLProviderArn!)
    const kept = provider.privateKeys.filter(({ id }) => id !== input.RemovePrivateKey)
    if (input.AddPrivateKey !== undefined && kept.length >= 2) throw limitExceeded('Cannot exceed quota for PrivateKeysPerSAMLProvider: 2')
    const metadata = input.SAMLMetadataDocument ?? provider.metadata
    SAML.save(ctx, {
      ...provider,
      metadata,
      validUntil: validUntil(metadata, provider.createdAt),
      ...(input.AssertionEncryptionMode === undefined ? {} : { encryption: input.AssertionEncryptionMode }),
      privateKeys: input.AddPrivateKey === undefined ? kept : [...kept, { id: ctx.ids.chars(22, UPPER_ALPHANUMERIC), addedAt: ctx.now }],
    })
    return { SAMLProviderArn: provider.arn }
  },
})

import type { CreateSAMLProviderCommandInput, CreateSAMLProviderCommandOutput } from '@aws-sdk/client-iam'
import { UPPER_ALPHANUMERIC } from '../../../kernel/ids.ts'
import { operation } from '../../../kernel/operation.ts'
import { addSaml, samlArn, validUntil } from '../providers.ts'
import { mergeTags, TAGS } from '../tags.ts'

export const CreateSAMLProvider = operation<CreateSAMLProviderCommandInput, CreateSAMLProviderCommandOutput>({
  action: 'iam:CreateSAMLProvider',
  resource: (input, ctx) => samlArn(ctx, input.Name!),
  storedOnly: true,
  limits: { Name: { min: 1, max: 128, pattern: '[\\w._-]+' }, SAMLMetadataDocument: { min: 1000, max: 10_000_000 }, Tags: TAGS },
  handle(input, ctx) {
    const provider = addSaml(ctx, {
      arn: samlArn(ctx, input.Name!),
      uuid: `SAML${ctx.ids.chars(17, UPPER_ALPHANUMERIC)}`,
      metadata: input.SAMLMetadataDocument!,
      createdAt: ctx.now,
      validUntil: validUntil(input.SAMLMetadataDocument!, ctx.now),
      ...(input.AssertionEncryptionMode === undefined ? {} : { encryption: input.AssertionEncryptionMode }),
      privateKeys: input.AddPrivateKey === undefined ? [] : [{ id: ctx.ids.chars(22, UPPER_ALPHANUMERIC), addedAt: ctx.now }],
      tags: mergeTags([], input.Tags ?? []),
    })
    return { SAMLProviderArn: provider.arn, ...(provider.tags.length > 0 ? { Tags: [...provider.tags] } : {}) }
  },
})

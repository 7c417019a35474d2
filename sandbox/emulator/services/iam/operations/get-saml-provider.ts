import type { GetSAMLProviderCommandInput, GetSAMLProviderCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { SAML } from '../providers.ts'

export const GetSAMLProvider = operation<GetSAMLProviderCommandInput, GetSAMLProviderCommandOutput>({
  action: 'iam:GetSAMLProvider',
  resource: SAML.resource,
  limits: SAML.limits,
  handle(input, ctx) {
    const { uuid, metadata, createdAt, validUntil, tags, encryption, privateKeys } = SAML.find(ctx, input.SAMLProviderArn!)
    return {
      SAMLProviderUUID: uuid,
      SAMLMetadataDocument: metadata,
      CreateDate: new Date(createdAt),
      ValidUntil: new Date(validUntil),
      ...(tags.length > 0 ? { Tags: [...tags] } : {}),
      ...(encryption ? { AssertionEncryptionMode: encryption } : {}),
      ...(privateKeys.length > 0
        ? { PrivateKeyList: privateKeys.map(({ id, addedAt }) => ({ KeyId: id, Timestamp: new Date(addedAt) })) }
        : {}),
    }
  },
})

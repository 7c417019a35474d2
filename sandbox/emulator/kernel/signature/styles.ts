import { apiStyle } from './api-style.ts'
import { storageStyle } from './storage-style.ts'
import type { SignatureStyle } from './style.ts'

/** A protocol's way: JSON, REST with JSON, the query protocol, or S3's REST with XML. */
export type SignatureStyleName = 'json' | 'rest-json' | 'query' | 'storage'

const STYLES: Readonly<Record<SignatureStyleName, SignatureStyle>> = {
  json: apiStyle({ suffix: 'Exception', mismatch: 'InvalidSignatureException', unknownKey: 'UnrecognizedClientException', status: 400 }),
  'rest-json': apiStyle({
    ...{ suffix: 'Exception', mismatch: 'InvalidSignatureException', unknownKey: 'UnrecognizedClientException', status: 403 },
    unsigned: 'Missing Authentication Token',
  }),
  query: apiStyle({ suffix: '', mismatch: 'SignatureDoesNotMatch', unknownKey: 'InvalidClientTokenId', status: 403 }),
  storage: storageStyle,
}

export const signatureStyle = (name: SignatureStyleName): SignatureStyle => STYLES[name]

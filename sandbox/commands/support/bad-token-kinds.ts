/** Tokens to be refused, and what is wrong with each; apart from what makes them, because the help is shown without that. */
export const BAD_TOKEN_KINDS = {
  'wrong-issuer': 'iss names another user pool',
  'wrong-audience': 'client_id names another app client',
  'wrong-signature': 'one bit of the signature is turned',
  'unknown-kid': 'signed with a key that the pool does not have',
  expired: 'was valid until an hour ago',
  'not-yet-valid': 'nbf lies an hour ahead',
  'alg-none': 'alg is none, and there is no signature',
  hs256: "HS256, with the pool's public key as the shared secret",
  'id-token': 'the ID token where an access token is meant; accepted, as in AWS,\n' +
    `${' '.repeat(19)}by a JWT authorizer whose audience is the client id, on a route without scopes`,
} as const

export type BadTokenKind = keyof typeof BAD_TOKEN_KINDS

export const badTokenHelp = (): string =>
  Object.entries(BAD_TOKEN_KINDS).map(([kind, what]) => `  ${kind.padEnd(17)}${what}`).join('\n')

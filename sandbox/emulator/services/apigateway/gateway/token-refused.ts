/** Why a token is refused, in the words of `error_description`. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused'
}

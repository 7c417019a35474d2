import { print, printJson } from './support/output.ts'
import { signIn, type SignInOptions } from './support/pipeline.ts'
import { findTarget, type TargetOptions } from './support/target.ts'

export interface TokenOptions extends TargetOptions, SignInOptions {
  readonly id?: boolean
  readonly decode?: boolean
  readonly json?: boolean
}

/** `sandbox token`: an access token (or, with `--id`, an ID token) of a demo user. */
export async function token(options: TokenOptions): Promise<void> {
  const target = await findTarget(options)
  try {
    const tokens = await signIn(target, options)
    if (options.json) {
      const decoded = { access: decode(tokens.accessToken), id: decode(tokens.idToken) }
      return printJson(options.decode ? { ...tokens, decoded } : tokens)
    }
    const chosen = options.id ? tokens.idToken : tokens.accessToken
    if (options.decode) printJson(decode(chosen))
    else print(chosen)
  } finally {
    await target.clients.destroy()
  }
}

function decode(jwt: string): { header: unknown; claims: unknown } {
  const [header, claims] = jwt.split('.').slice(0, 2).map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as unknown)
  return { header, claims }
}

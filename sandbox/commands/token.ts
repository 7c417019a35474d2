import type { BadTokenKind } from './support/bad-token-kinds.ts'
import { print, printJson } from './support/output.ts'
import { signIn, type SignInOptions, type Tokens } from './support/pipeline.ts'
import { findTarget, type Target, type TargetOptions } from './support/target.ts'

export interface TokenOptions extends TargetOptions, SignInOptions {
  readonly id?: boolean
  readonly decode?: boolean
  readonly bad?: BadTokenKind
  readonly json?: boolean
}

/** `sandbox token`: an access token (or, with `--id`, an ID token) of a demo user; with `--bad`, one that is to be refused. */
export async function token(options: TokenOptions): Promise<void> {
  const target = await findTarget(options)
  try {
    const tokens = await signIn(target, options)
    if (options.bad !== undefined) return await printBad(options.bad, target, tokens, options)
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

async function printBad(kind: BadTokenKind, { session }: Target, tokens: Tokens, options: TokenOptions): Promise<void> {
  const { makeBadToken } = await import('./support/bad-tokens.ts')
  const made = await makeBadToken(kind, { ...tokens, edge: session.endpoints.edge })
  if (options.json) printJson({ user: tokens.user, bad: kind, token: made, ...(options.decode ? { decoded: decode(made) } : {}) })
  else if (options.decode) printJson(decode(made))
  else print(made)
}

function decode(jwt: string): { header: unknown; claims: unknown } {
  const [header, claims] = jwt.split('.').slice(0, 2).map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as unknown)
  return { header, claims }
}

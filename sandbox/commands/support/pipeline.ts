import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Target } from './target.ts'
import { output } from './target.ts'
import { readUsers, type StackOptions } from './stack.ts'
import { EXIT, UserError } from './user-error.ts'

export interface Tokens {
  readonly user: string
  readonly accessToken: string
  readonly idToken: string
  readonly refreshToken: string
  readonly expiresIn_s: number
}

export interface SignInOptions extends StackOptions {
  readonly user?: string
  readonly password?: string
}

/** Signs a demo user in with the password flow, as an application would. */
export async function signIn({ clients, stack }: Target, options: SignInOptions): Promise<Tokens> {
  const { InitiateAuthCommand } = await import('@aws-sdk/client-cognito-identity-provider')
  const { user, password } = await whoSignsIn(options)
  const cognito = await clients.cognito()
  const answer = await cognito.send(
    new InitiateAuthCommand({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: output(stack, 'UserPoolClientId'),
      AuthParameters: { USERNAME: user, PASSWORD: password },
    }),
  )
  const result = answer.AuthenticationResult
  if (!result) throw new UserError(`${user} has to answer ${answer.ChallengeName} first: choose another user.`, EXIT.pipelineFailed)
  return {
    user,
    accessToken: result.AccessToken!,
    idToken: result.IdToken!,
    refreshToken: result.RefreshToken!,
    expiresIn_s: result.ExpiresIn!,
  }
}

async function whoSignsIn(options: SignInOptions): Promise<{ user: string; password: string }> {
  if (options.user !== undefined && options.password !== undefined) return { user: options.user, password: options.password }
  const users = await readUsers(options)
  const found = options.user === undefined ? users[0] : users.find(({ email }) => email === options.user)
  if (found) return { user: found.email, password: found.password }
  const known = users.map(({ email }) => email).join(', ')
  throw new UserError(`There is no user ${options.user ?? ''}. Choose one of ${known}, or give --password too.`, EXIT.usage)
}

/** An upload that the API has answered. */
export interface Uploaded {
  readonly file: string
  readonly bucket: string
  readonly key: string
  /** The API's id of this request, which the upload function writes into the object's metadata. */
  readonly requestId: string
  readonly size_bytes: number
  readonly duration_ms: number
}

/** Posts one text file to the API; `UserError` where the file is no text or the API refuses it. */
export async function postFile(target: Pick<Target, 'stack'>, token: string, file: string, name = basename(file)): Promise<Uploaded> {
  return postText(target, token, await readText(file), name, file)
}

/** Posts a text under a name; `UserError` where the API refuses it. */
export async function postText({ stack }: Pick<Target, 'stack'>, token: string, content: string, name: string, file = name): Promise<Uploaded> {
  const started = performance.now()
  const response = await fetch(`${output(stack, 'ApiUrl').replace(/\/$/, '')}/uploads`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ filename: name, content }),
  })
  const text = await response.text()
  if (response.status !== 200) throw new UserError(`${file} was refused: ${response.status} ${text}`, EXIT.pipelineFailed)
  const { s3 } = JSON.parse(text) as { s3: { bucket: string; key: string } }
  return {
    file,
    ...s3,
    // A REST API calls it by another name.
    requestId: response.headers.get('apigw-requestid') ?? response.headers.get('x-amzn-requestid') ?? '',
    size_bytes: Buffer.byteLength(content),
    duration_ms: performance.now() - started,
  }
}

async function readText(file: string): Promise<string> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'does not exist' : error.code === 'EISDIR' ? 'is a folder' : `cannot be read (${error.code})`
    throw new UserError(`${file} ${why}. Name a text file.`, EXIT.usage)
  })
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new UserError(`${file} is no UTF-8 text, and the pipeline takes text only.`, EXIT.usage)
  }
}

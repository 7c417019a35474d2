import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from '@aws-sdk/client-iam'
import type { TestEngine } from './engine.ts'

/** One statement; `Effect` is Allow and `Resource` everything unless said otherwise. */
export interface Wording {
  readonly Effect?: 'Allow' | 'Deny'
  readonly Action?: string | readonly string[]
  readonly Resource?: string | readonly string[] | undefined
  readonly [element: string]: unknown
}

export const policy = (...statements: readonly Wording[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements.map((one) => ({ Effect: 'Allow', Resource: '*', ...one })) })

/** A statement's short form: an action, or an action and a resource. */
export const allow = (...pairs: readonly (string | readonly [action: string, resource: string])[]): Wording[] =>
  pairs.map((pair) => (typeof pair === 'string' ? { Action: pair } : { Action: pair[0], Resource: pair[1] }))

let count = 0

/** A user of the default account with one inline policy, or none: options for any SDK client that speaks as this user. */
export async function asUser(engine: TestEngine, statements: readonly Wording[] = [], UserName = `user-${++count}`) {
  const iam = new IAMClient(engine.client)
  await iam.send(new CreateUserCommand({ UserName }))
  if (statements.length > 0) await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'own', PolicyDocument: policy(...statements) }))
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }))
  iam.destroy()
  const credentials = { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! }
  return { ...engine.client, credentials, maxAttempts: 1, UserName, arn: `arn:aws:iam::000000000000:user/${UserName}` }
}

/** `ok`, or what the caller is told. */
export async function outcome(call: Promise<unknown>): Promise<string> {
  return call.then(() => 'ok', (error: Error) => `${error.name}: ${error.message}`)
}

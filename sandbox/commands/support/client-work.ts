import { createClients, type Endpoints } from '../../stack/clients.ts'
import type { AppliedStack } from '../../stack/apply.ts'
import { explainError } from './explain-error.ts'
import { explainMissing } from './explain.ts'
import { postFile, signIn, type SignInOptions, type Tokens, type Uploaded } from './pipeline.ts'
import { untilProcessed, type Progress } from './processed.ts'
import type { Session } from './session.ts'
import { applyDefaults, type StackOptions } from './stack.ts'
import type { Target } from './target.ts'

/** What the process beside an engine does for it, with the SDK's clients. */
export interface ClientWork {
  seed(session: Session, options: StackOptions): Promise<AppliedStack>
  signIn(options: SignInOptions): Promise<Tokens>
  postFile(token: string, file: string): Promise<Uploaded>
  /** `deadline` in epoch milliseconds. */
  untilProcessed(name: string, deadline: number): Promise<Progress>
  explainMissing(missing: readonly Progress[]): Promise<string[]>
}

export interface Request {
  readonly id: number
  readonly name: keyof ClientWork
  readonly args: readonly unknown[]
}

/** An error crosses as what a person is told of it. */
export type Answer = { readonly id: number } & ({ readonly value: unknown } | { readonly failure: { readonly message: string; readonly exitCode: number } })

/** `sandbox client`, which only the CLI itself starts: does as it is asked over IPC until the one who asks is gone. */
export async function client(): Promise<void> {
  // Ctrl-C reaches the whole group; how it ends is for the process with the engine to say.
  process.on('SIGINT', () => {})
  process.on('disconnect', () => process.exit())
  const work = workOver()
  process.on('message', ({ id, name, args }: Request) => {
    const doing = (work[name] as (...args: readonly unknown[]) => Promise<unknown>)(...args)
    doing.then(
      (value) => answer({ id, value }),
      (error: unknown) => answer({ id, failure: explainError(error) }),
    )
  })
  await preload()
}

const answer = (message: Answer) => process.send!(message)

/** The same work in this process, on what `seed` has made or on what is given. */
export function workOver(given?: Target): ClientWork {
  let target = given!
  return {
    async seed(session, options) {
      const clients = createClients(session.endpoints)
      const stack = await applyDefaults(clients, options)
      target = { session, clients, stack }
      return stack
    },
    signIn: (options) => signIn(target, options),
    postFile: (token, file) => postFile(target, token, file),
    untilProcessed: (name, deadline) => untilProcessed(target, name, deadline),
    explainMissing: (missing) => explainMissing(target, missing),
  }
}

/** Loads the clients that seeding needs while the engine loads its services. */
async function preload(): Promise<void> {
  const nowhere: Endpoints = { aws: 'http://127.0.0.1', edge: 'http://127.0.0.1', region: 'us-east-1' }
  const { sts, iam, s3, kinesis, cognito, lambda, apigateway, destroy } = createClients(nowhere)
  for (const load of [sts, iam, s3, kinesis, cognito, lambda, apigateway]) await load()
  await destroy()
}

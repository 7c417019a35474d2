import { unzipSync, zipSync } from 'fflate'
import { EXIT, UserError } from '../commands/support/user-error.ts'
import type { Bench } from './bench.ts'

type Files = Record<string, Uint8Array>

/** Changes a function's deployment package, file by file. */
export async function rewriteCode(bench: Bench, FunctionName: string, change: (files: Files) => Files): Promise<void> {
  const { GetFunctionCommand, UpdateFunctionCodeCommand, waitUntilFunctionUpdatedV2 } = await import('@aws-sdk/client-lambda')
  const client = await bench.clients.lambda()
  const { Code } = await client.send(new GetFunctionCommand({ FunctionName }))
  const files = unzipSync(new Uint8Array(await (await fetch(Code!.Location!)).arrayBuffer()))
  if (!files['index.mjs']) throw new UserError(`This lab changes JavaScript, and ${FunctionName} has no index.mjs.`, EXIT.usage)
  await client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: zipSync(change(files)) }))
  await waitUntilFunctionUpdatedV2({ client, maxWaitTime: 60, minDelay: 1 }, { FunctionName })
}

/** Puts code before the function's own handler: `before` is the body of an async function of `event`. */
export async function runBefore(bench: Bench, FunctionName: string, before: string): Promise<void> {
  const code = `import { handler as inner } from './inner.mjs'\nexport const handler = async (event, context) => {\n${before}\n  return inner(event, context)\n}\n`
  await rewriteCode(bench, FunctionName, ({ 'index.mjs': own, ...others }) => ({ ...others, 'inner.mjs': own!, 'index.mjs': Buffer.from(code) }))
}

export interface FunctionChange {
  readonly Timeout?: number
  /** Variables to set; those without a value are taken away. */
  readonly variables?: Readonly<Record<string, string | undefined>>
}

export async function configure(bench: Bench, FunctionName: string, { Timeout, variables = {} }: FunctionChange): Promise<void> {
  const { GetFunctionConfigurationCommand, UpdateFunctionConfigurationCommand, waitUntilFunctionUpdatedV2 } = await import('@aws-sdk/client-lambda')
  const client = await bench.clients.lambda()
  const { Environment } = await client.send(new GetFunctionConfigurationCommand({ FunctionName }))
  const merged = Object.entries({ ...Environment?.Variables, ...variables }).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const change = { ...(Timeout === undefined ? {} : { Timeout }), Environment: { Variables: Object.fromEntries(merged) } }
  await client.send(new UpdateFunctionConfigurationCommand({ FunctionName, ...change }))
  await waitUntilFunctionUpdatedV2({ client, maxWaitTime: 60, minDelay: 1 }, { FunctionName })
}

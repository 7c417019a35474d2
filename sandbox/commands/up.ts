import { bringUp, untilStopped, type Up, type UpOptions } from './support/lifecycle.ts'
import { note, paint, print, printJson, table } from './support/output.ts'

/** `sandbox up`: start, seed, stay. */
export async function up(options: UpOptions): Promise<void> {
  const started = await bringUp(options)
  started.client.end()
  const stopped = untilStopped()
  if (options.json) printJson({ ...started.session })
  else {
    print(summary(started))
    print(`\nTry ${paint('bold', 'sandbox upload <file>')} in another terminal. Ctrl-C stops the sandbox.`)
  }
  await stopped
  if (!options.json) note('Stopping.')
  await started.stop()
}

/** Where everything is, for a person. */
export function summary({ session, stack }: Up): string {
  const { endpoints, engine } = session
  const outputs = Object.entries(stack.outputs)
  const rows = [['endpoint', endpoints.aws] as const, ...outputs]
  return `${paint('green', 'Ready')} on the ${engine} engine (${endpoints.region}, account ${stack.account}).\n${table(rows)}`
}

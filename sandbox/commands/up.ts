import { bringUp, stopAfter, untilStopped, type Up, type UpOptions } from './support/lifecycle.ts'
import { endpointRows, note, paint, print, printJson, table } from './support/output.ts'

/** `sandbox up`: start, seed, stay. */
export async function up(options: UpOptions): Promise<void> {
  const started = await bringUp(options)
  started.client.end()
  if (started.session.engine === 'aws') return deployed(started, options)
  const stopped = untilStopped()
  if (options.json) printJson({ ...started.session })
  else {
    print(summary(started))
    print(`\nTry ${paint('bold', 'sandbox upload <file>')} in another terminal. Ctrl-C stops the sandbox.`)
  }
  await stopAfter(started, stopped.then(() => (options.json ? undefined : note('Stopping.'))))
}

/** In AWS a stack stays up by itself. */
function deployed(started: Up, { json }: UpOptions): void {
  if (json) return printJson({ ...started.session })
  print(summary(started))
  print(`\nTry ${paint('bold', 'sandbox upload <file>')}. The stack stays in AWS until ${paint('bold', 'sandbox destroy --engine aws')}.`)
}

/** Where everything is, for a person. */
export function summary({ session, stack }: Up): string {
  const { endpoints, engine } = session
  const dashboard = engine === 'embedded' ? [['dashboard', `${endpoints.edge}/_sandbox/`] as const] : []
  const rows = [...endpointRows(endpoints), ...dashboard, ...Object.entries(stack.outputs)]
  return `${paint('green', 'Ready')} on the ${engine} engine (${endpoints.region}, account ${stack.account}).\n${table(rows)}`
}

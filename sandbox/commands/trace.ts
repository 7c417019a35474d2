import { untilStopped } from './support/lifecycle.ts'
import { note, paint, print, printJson } from './support/output.ts'
import { findSession, type TargetOptions } from './support/target.ts'
import { followTraces } from './support/trace-feed.ts'
import { drawTrace } from './support/trace-tree.ts'
import { findTrace, noTraces, type Trace } from './support/traces.ts'
import { EXIT, UserError } from './support/user-error.ts'

export interface TraceOptions extends TargetOptions {
  readonly logs?: boolean
  readonly follow?: boolean
  readonly json?: boolean
}

const WIDTH_OF_A_FILE = 120

/** `sandbox trace [what]`: what came of a request, as a tree; `--follow` goes on with those that come. */
export async function trace(what: string | undefined, options: TraceOptions): Promise<void> {
  const { engine, endpoints } = await findSession(options)
  if (engine !== 'embedded') throw new UserError(`The ${engine} engine keeps no traces. Only the embedded engine does.`, EXIT.usage)
  const found = await findTrace(endpoints.edge, what)
  if (options.follow) return follow(endpoints.edge, found, options)
  if (!found) throw new UserError(what === undefined || what === 'last' ? 'Nothing was asked for yet. Try "sandbox upload <file>".' : notFound(what), EXIT.pipelineFailed)
  show(found, options)
}

const notFound = (what: string) => `There is no trace of ${what} (any more). Give a request id, an S3 key, a trace id, or last.`

function show(found: Trace, options: TraceOptions): void {
  if (options.json) return options.follow ? print(JSON.stringify(found)) : printJson(found)
  const width = process.stdout.isTTY ? process.stdout.columns : Number(process.env['COLUMNS']) || WIDTH_OF_A_FILE
  print(drawTrace(found, { width: Math.max(60, width), logs: options.logs ?? false, paint }).join('\n'))
}

async function follow(endpoint: string, first: Trace | undefined, options: TraceOptions): Promise<void> {
  if (first) show(first, options)
  else note('Nothing was asked for yet.')
  const over = new AbortController()
  void untilStopped().then(() => over.abort())
  const known = await followTraces(endpoint, over.signal, (found) => {
    if (!options.json) print()
    show(found, options)
  })
  if (!known) throw noTraces(endpoint)
}

import { rmSync } from 'node:fs'
import { checkpointFile, listCheckpoints, restoreFile, saveCheckpoint } from './support/checkpoints.ts'
import { diffStates, type StateChange } from './support/state-diff.ts'
import { bytes, paint, print, printJson, table } from './support/output.ts'
import { findSession, embeddedEndpoints, type TargetOptions } from './support/target.ts'

type Options = TargetOptions & { readonly json?: boolean }

const endpointsOf = async (options: Options) => embeddedEndpoints(await findSession(options), 'save or restore its state')

/** `sandbox checkpoint save`: everything as it is now, in one file. */
export async function save(name: string, options: Options): Promise<void> {
  const endpoints = await endpointsOf(options)
  const saved = await saveCheckpoint(endpoints.edge, name)
  if (options.json) return printJson(saved)
  print(`${paint('green', 'Saved')} ${name}: ${bytes(saved.size_bytes)} in ${saved.file}`)
}

/** `sandbox checkpoint restore`: a saved state in place of all there is now. */
export async function restore(name: string, options: Options): Promise<void> {
  const file = checkpointFile(name)
  const endpoints = await endpointsOf(options)
  const started = performance.now()
  await restoreFile(endpoints.edge, file)
  const duration_ms = performance.now() - started
  if (options.json) return printJson({ restored: name, duration_ms })
  print(`${paint('green', 'Restored')} ${name} in ${Math.round(duration_ms)} ms.`)
}

/** `sandbox checkpoint list`: what was saved in this folder, oldest first. */
export function list(options: { readonly json?: boolean }): void {
  const saved = listCheckpoints()
  if (options.json) return printJson(saved)
  if (saved.length === 0) return print('None was saved here. Make one with "sandbox checkpoint save <name>".')
  print(table(saved.map(({ name, size_bytes, savedAt }) => [name, `${bytes(size_bytes).padStart(10)}  ${savedAt.toISOString()}`])))
}

/** `sandbox checkpoint diff`: what was added, changed and removed from one to the other; without a second, to what is now. */
export async function diff(before: string, after: string | undefined, options: Options): Promise<void> {
  const from = checkpointFile(before)
  const now = after === undefined ? await saveCheckpoint((await endpointsOf(options)).edge, `now-${process.pid}`) : undefined
  try {
    const changes = diffStates(from, now?.file ?? checkpointFile(after!))
    if (options.json) return printJson(changes)
    if (changes.length === 0) return print('No difference.')
    for (const change of changes) print(line(change))
  } finally {
    if (now) rmSync(now.file)
  }
}

const SIGNS = { added: ['green', '+'], changed: ['yellow', '~'], removed: ['red', '-'] } as const

function line({ kind, collection, scope, key }: StateChange): string {
  const [colour, sign] = SIGNS[kind]
  return `${paint(colour, sign)} ${collection.padEnd(24)} ${key}${scope === '' ? '' : paint('dim', `  (${scope})`)}`
}

/** `sandbox checkpoint remove`. */
export function remove(name: string): void {
  const saved = listCheckpoints().find((known) => known.name === name)
  rmSync(saved?.file ?? checkpointFile(name))
  print(`Removed ${name}.`)
}

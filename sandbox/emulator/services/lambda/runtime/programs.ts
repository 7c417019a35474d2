import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FunctionRecord } from '../state.ts'

/** How the process of an execution environment is started. */
export interface Program {
  readonly command: string
  readonly args: readonly string[]
  /** Ours: it writes its log as frames to the fourth descriptor and marks the end of each invocation. */
  readonly framed: boolean
  /** `LAMBDA_RUNTIME_DIR` */
  readonly directory: string
}

/** A runtime that this machine cannot run: the sentence says what to do about it. */
export class MissingRuntime extends Error {}

const DIRECTORY = fileURLToPath(new URL('.', import.meta.url))

/** The program for a function's runtime; throws `MissingRuntime`. `cache` is a folder for compiled code. */
export function programFor(found: FunctionRecord, codeFolder: string, cache: string): Program {
  const { runtime } = found
  if (runtime.startsWith('nodejs')) {
    const args = [...nodeOptions(found), join(DIRECTORY, 'bootstrap.mjs'), cache]
    return { command: process.execPath, args, framed: true, directory: DIRECTORY }
  }
  if (runtime.startsWith('python')) {
    const command = onPath([runtime, 'python3', 'python'])
    if (!command) throw new MissingRuntime(`Python is not installed: install ${runtime.replace('python', 'Python ')} so that python3 is on the PATH.`)
    return { command, args: [join(DIRECTORY, 'bootstrap.py')], framed: true, directory: DIRECTORY }
  }
  if (runtime.startsWith('provided')) return { command: join(codeFolder, 'bootstrap'), args: [], framed: false, directory: DIRECTORY }
  throw new MissingRuntime(`The runtime ${runtime} does not run here: use nodejs*, python3.*, or provided.al2023 with an executable named bootstrap.`)
}

/**
 * The heap leaves a tenth of the memory to everything else. AWS's older runtimes turn off what Node.js has on by
 * default ("Building Lambda functions with Node.js"), unless the function's `NODE_OPTIONS` turns it on again.
 */
function nodeOptions({ runtime, memory_mb, environment }: FunctionRecord): string[] {
  const off: Record<string, readonly string[]> = {
    'nodejs20.x': ['experimental-require-module'],
    'nodejs22.x': ['experimental-require-module', 'experimental-detect-module'],
  }
  const wanted = environment?.['NODE_OPTIONS'] ?? ''
  const flags = (off[runtime] ?? []).filter((flag) => !wanted.includes(`--${flag}`) && process.allowedNodeEnvironmentFlags.has(`--${flag}`))
  return [`--max-old-space-size=${Math.floor(memory_mb * 0.9)}`, ...flags.map((flag) => `--no-${flag}`)]
}

function onPath(names: readonly string[]): string | undefined {
  for (const name of names)
    for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
      const path = join(folder, process.platform === 'win32' ? `${name}.exe` : name)
      if (folder !== '' && isExecutable(path)) return path
    }
  return undefined
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

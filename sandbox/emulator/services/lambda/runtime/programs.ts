import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FunctionRecord } from '../state.ts'
import { findPython, type Python } from './python.ts'

/** How the process of an execution environment is started. */
export interface Program {
  readonly command: string
  readonly args: readonly string[]
  /** Ours: it writes its log as frames to the fourth descriptor and marks the end of each invocation. */
  readonly framed: boolean
  /** `LAMBDA_RUNTIME_DIR` */
  readonly directory: string
  /** Where it is another version than the runtime names. */
  readonly note?: string
}

/** A runtime that this machine cannot run: the sentence says what to do about it. */
export class MissingRuntime extends Error {}

const DIRECTORY = fileURLToPath(new URL('.', import.meta.url))

/** Knows how to start each runtime on this machine, and remembers what it had to look for. */
export class Programs {
  readonly #pythons = new Map<string, Promise<Python | undefined>>()

  /** The program for a function's runtime; throws `MissingRuntime`. `cache` is a folder for compiled code. */
  async find(found: FunctionRecord, codeFolder: string, cache: string, layerFolder?: string): Promise<Program> {
    const { runtime } = found
    if (runtime.startsWith('nodejs')) {
      const args = [...nodeOptions(found), join(DIRECTORY, 'bootstrap.cjs'), cache, ...(found.code.hotFolder === undefined ? [] : ['hot'])]
      return { command: process.execPath, args, framed: true, directory: DIRECTORY, ...noteOn(runtime, `nodejs${process.versions.node}`, 'Node.js') }
    }
    if (runtime.startsWith('python3')) {
      const { executable, userPackages, version } = await this.#python(runtime)
      const args = ['-u', join(DIRECTORY, 'bootstrap.py'), cache, userPackages]
      return { command: executable, args, framed: true, directory: DIRECTORY, ...noteOn(runtime, `python${version}`, 'Python') }
    }
    if (runtime.startsWith('provided')) {
      // A runtime may come as a layer: the function's own bootstrap goes first.
      const folder = layerFolder !== undefined && !existsSync(join(codeFolder, 'bootstrap')) ? layerFolder : codeFolder
      return { command: join(folder, 'bootstrap'), args: [], framed: false, directory: DIRECTORY }
    }
    throw new MissingRuntime(
      `The runtime ${runtime} does not run here: use nodejs*, python3.*, or provided.al2023 with an executable named bootstrap.`,
    )
  }

  async #python(runtime: string): Promise<Python> {
    let looking = this.#pythons.get(runtime)
    if (!looking) this.#pythons.set(runtime, (looking = findPython(runtime)))
    const python = await looking
    if (python) return python
    this.#pythons.delete(runtime)
    throw new MissingRuntime(`There is no Python on this machine: install Python ${runtime.slice('python'.length)} so that python3 is on the PATH.`)
  }
}

/** `nodejs22.x` may run on another Node.js, and `python3.13` on another Python: the log says so. */
function noteOn(runtime: string, found: string, name: string): Pick<Program, 'note'> {
  if (`${found}.`.startsWith(runtime.replace(/\.x$/, '') + '.')) return {}
  return { note: `${runtime} runs on ${name} ${found.replace(/^[a-z]+/, '')} on this machine.` }
}

/** The program behind the script that `AWS_LAMBDA_EXEC_WRAPPER` names, which may come from a layer. Only for AWS's own runtimes. */
export function wrapped(program: Program, { environment }: FunctionRecord, layerFolder: string | undefined): Program {
  const wrapper = environment?.['AWS_LAMBDA_EXEC_WRAPPER']
  if (wrapper === undefined || !program.framed) return program
  const command = layerFolder !== undefined && wrapper.startsWith('/opt/') ? join(layerFolder, wrapper.slice('/opt/'.length)) : wrapper
  return { ...program, command, args: [program.command, ...program.args] }
}

/**
 * The heap leaves a tenth of the memory to everything else. AWS's older runtimes turn off what Node.js has on by
 * default ("Building Lambda functions with Node.js"), unless the function's `NODE_OPTIONS` turns it on again.
 */
function nodeOptions({ runtime, memory_mb, environment, code }: FunctionRecord): string[] {
  const off: Record<string, readonly string[]> = {
    'nodejs20.x': ['experimental-require-module'],
    'nodejs22.x': ['experimental-require-module', 'experimental-detect-module'],
  }
  const wanted = environment?.['NODE_OPTIONS'] ?? ''
  // Sources are TypeScript as a person writes it, not what a bundler would make of it for this runtime.
  const heap = `--max-old-space-size=${Math.floor(memory_mb * 0.9)}`
  if (code.hotFolder !== undefined) return [heap, ...stripTypes()]
  const flags = (off[runtime] ?? []).filter((flag) => !wanted.includes(`--${flag}`) && process.allowedNodeEnvironmentFlags.has(`--${flag}`))
  return [heap, ...flags.map((flag) => `--no-${flag}`)]
}

/** For a Node.js that can run TypeScript but does not by itself. */
function stripTypes(): string[] {
  if (process.features.typescript || !process.allowedNodeEnvironmentFlags.has('--experimental-strip-types')) return []
  return ['--experimental-strip-types', '--disable-warning=ExperimentalWarning']
}

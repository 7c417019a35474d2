import { execFile } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { promisify } from 'node:util'
import type { Program } from './programs.ts'

const PATIENCE_MS = 5_000
const MOUNT = 'mount --bind "$1" /opt && shift && exec "$@"'

export interface Placed {
  readonly program: Program
  /** Where the process finds its layers: `/opt`, or the folder itself where it cannot be mounted there. */
  readonly optFolder?: string
}

/**
 * Mounts a function's layers at `/opt`, for its process alone: in a mount namespace, which many Linux systems allow to
 * everybody. Elsewhere the process is told where its layers are by its search paths.
 */
export class OptMount {
  #ways: Promise<readonly string[] | undefined> | undefined

  /** `needed` are folders that the process must still see: below `/opt` they would be hidden. */
  async apply(program: Program, layerFolder: string | undefined, needed: readonly string[]): Promise<Placed> {
    if (layerFolder === undefined) return { program }
    const hidden = [program.command, ...program.args, program.directory, ...needed].some(isBelowOpt)
    const way = hidden ? undefined : await (this.#ways ??= findWay(layerFolder))
    if (!way) return { program, optFolder: layerFolder }
    const args = [...way, '/bin/sh', '-c', MOUNT, 'sh', layerFolder, program.command, ...program.args]
    return { program: { ...program, command: 'unshare', args }, optFolder: '/opt' }
  }
}

function isBelowOpt(path: string): boolean {
  if (!path.startsWith('/')) return false
  try {
    return path.startsWith('/opt/') || realpathSync(path).startsWith('/opt/')
  } catch {
    return false
  }
}

/** The options of `unshare` that work on this machine: root needs no user namespace, others get one. */
async function findWay(folder: string): Promise<readonly string[] | undefined> {
  if (process.platform !== 'linux') return undefined
  for (const way of [...(process.getuid?.() === 0 ? [['-m']] : []), ['-m', '-r']]) {
    try {
      await promisify(execFile)('unshare', [...way, '/bin/sh', '-c', MOUNT, 'sh', folder, '/bin/true'], { timeout: PATIENCE_MS })
      return way
    } catch {
      // Not this way.
    }
  }
  return undefined
}

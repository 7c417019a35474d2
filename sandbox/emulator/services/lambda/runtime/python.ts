import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** A Python on this machine: its real path, and where the user's own packages are. */
export interface Python {
  readonly executable: string
  readonly userPackages: string
  /** `3.12.3` */
  readonly version: string
}

const QUESTION = 'import site, sys; print(sys.executable); print(site.getusersitepackages()); print(sys.version.split()[0])'
const PATIENCE_MS = 10_000

/**
 * Finds a Python for a runtime (`python3.13`): that version where it is installed, else any Python 3. Each candidate
 * is asked, because a name on the PATH may be a shim for a version that is not there. Undefined where none answers.
 */
export async function findPython(runtime: string): Promise<Python | undefined> {
  for (const name of [runtime, 'python3', 'python']) {
    const found = await ask(name)
    if (found) return found
  }
  return undefined
}

async function ask(name: string): Promise<Python | undefined> {
  try {
    const { stdout } = await promisify(execFile)(name, ['-c', QUESTION], { timeout: PATIENCE_MS, windowsHide: true })
    const [executable, userPackages, version] = stdout.trim().split(/\r?\n/)
    return executable && userPackages && version ? { executable, userPackages, version } : undefined
  } catch {
    return undefined
  }
}

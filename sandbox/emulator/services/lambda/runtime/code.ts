import { createHash } from 'node:crypto'
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { unzipSync, type Unzipped, type UnzipFileFilter } from 'fflate'
import type { Host } from '../../../kernel/context.ts'
import { invalidParameter } from '../errors.ts'
import type { Code, LayerUse } from '../state.ts'
import { readModes } from './zip-modes.ts'

export const UNZIPPED_BYTES = 262_144_000

/** Checks a function's zip and keeps it. Throws `InvalidParameterValueException` as Lambda does for what is no zip. */
export function takeCode(host: Host, zip: Uint8Array): Code {
  const unzipped = checkEntries(zip)
  const sha256 = createHash('sha256').update(zip).digest('base64')
  return { zip: host.blobs.put(zip), sha256, size: zip.byteLength, unzipped }
}

/** The folder that holds the unzipped code, made when it is first asked for. The same code is unzipped once. */
export class CodeFolders {
  readonly #host: Host
  readonly #made = new Map<string, Promise<string>>()

  constructor(host: Host) {
    this.#host = host
  }

  folder(code: Code): Promise<string> {
    return code.hotFolder === undefined ? this.#once([code]) : Promise.resolve(code.hotFolder)
  }

  /** The folder that stands for `/opt`: later layers write over earlier ones. Undefined where there are none. */
  layerFolder(layers: readonly LayerUse[] = []): Promise<string> | undefined {
    return layers.length === 0 ? undefined : this.#once(layers.map(({ code }) => code))
  }

  async clear(): Promise<void> {
    await Promise.allSettled(this.#made.values())
    this.#made.clear()
    await rm(join(this.#host.settings.workDirectory, 'lambda', 'code'), { recursive: true, force: true })
  }

  #once(codes: readonly Code[]): Promise<string> {
    const key = createHash('sha256').update(codes.map(({ sha256 }) => sha256).join()).digest('hex').slice(0, 32)
    let made = this.#made.get(key)
    if (!made) {
      made = this.#make(codes, key)
      this.#made.set(key, made)
      made.catch(() => this.#made.delete(key))
    }
    return made
  }

  async #make(codes: readonly Code[], name: string): Promise<string> {
    const folder = join(this.#host.settings.workDirectory, 'lambda', 'code', name)
    const half = `${folder}.part`
    await rm(half, { recursive: true, force: true })
    await mkdir(half, { recursive: true })
    for (const code of codes) await this.#unpack(await this.#host.blobs.bytes(code.zip), half)
    await rename(half, folder)
    return folder
  }

  async #unpack(zip: Uint8Array, into: string): Promise<void> {
    const modes = readModes(zip)
    for (const [path, bytes] of Object.entries(unzip(zip, () => true))) {
      const target = join(into, path)
      if (path.endsWith('/')) {
        await mkdir(target, { recursive: true })
        continue
      }
      await mkdir(dirname(target), { recursive: true })
      await writeFile(target, bytes)
      await chmod(target, ((modes.get(path) ?? 0o644) & 0o777) | 0o400)
    }
  }
}

/** Its unzipped size; refuses a zip that would write outside of its folder or unfold beyond AWS's limit, without unfolding it. */
function checkEntries(zip: Uint8Array): number {
  let size = 0
  const paths: string[] = []
  unzip(zip, ({ name, originalSize }) => {
    paths.push(name)
    size += originalSize
    return false
  })
  if (size > UNZIPPED_BYTES) throw invalidParameter(`Unzipped size must be smaller than ${UNZIPPED_BYTES} bytes`)
  if (paths.length === 0) throw invalidParameter('Uploaded file must be a non-empty zip')
  const outside = paths.find(climbs)
  if (outside !== undefined) throw invalidParameter(`The zip holds a path outside of its folder: ${outside}`)
  return size
}

function unzip(zip: Uint8Array, filter: UnzipFileFilter): Unzipped {
  try {
    return unzipSync(zip, { filter })
  } catch {
    throw invalidParameter('Could not unzip uploaded file. Please check your file, then try to upload again.')
  }
}

function climbs(path: string): boolean {
  return /^([/\\]|[A-Za-z]:)/.test(path) || path.includes('\0') || path.split(/[/\\]/).includes('..')
}

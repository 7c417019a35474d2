import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import type { Ids } from './ids.ts'

/** Where some bytes are kept. Only `Blobs` looks inside. */
export interface Blob {
  readonly id: string
  readonly size: number
}

const IN_MEMORY_BYTES = 1024 * 1024

/** Bytes by reference: small ones in memory, larger ones in files below `directory`. */
export class Blobs {
  readonly #directory: string
  readonly #ids: Ids
  readonly #memory = new Map<string, Buffer>()

  constructor(directory: string, ids: Ids) {
    this.#directory = directory
    this.#ids = ids
  }

  put(bytes: Uint8Array): Blob {
    const id = this.#ids.hex(32)
    this.#memory.set(id, Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes))
    return { id, size: bytes.byteLength }
  }

  /** Takes in a whole stream, calling `observe` with each chunk in order; a stream that fails leaves nothing behind. */
  async write(source: Readable, observe?: (chunk: Buffer) => void): Promise<Blob> {
    const chunks: Buffer[] = []
    let size = 0
    let file: ReturnType<typeof createWriteStream> | undefined
    const id = this.#ids.hex(32)
    try {
      for await (const piece of source) {
        const chunk = piece as Buffer
        observe?.(chunk)
        size += chunk.length
        if (file) {
          if (file.errored) throw file.errored
          if (!file.write(chunk)) await once(file, 'drain')
        } else {
          chunks.push(chunk)
          if (size > IN_MEMORY_BYTES) {
            await mkdir(this.#directory, { recursive: true })
            file = createWriteStream(this.#path(id))
            // A disk error may come while we wait for the source: it is kept in `errored` and thrown at the next chunk.
            file.on('error', () => {})
            for (const early of chunks.splice(0)) file.write(early)
          }
        }
      }
      if (file) {
        file.end()
        await finished(file)
      } else {
        this.#memory.set(id, chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks))
      }
      return { id, size }
    } catch (error) {
      if (file) {
        file.destroy()
        // Only a closed file stays away: one that is still being opened would appear after its removal.
        await finished(file).catch(() => {})
        await rm(this.#path(id), { force: true })
      }
      throw error
    }
  }

  /** Bytes `start` to `end` (inclusive, both optional): in one piece from memory, as a stream from a file. */
  read(blob: Blob, start = 0, end = blob.size - 1): Buffer | Readable {
    const bytes = this.#memory.get(blob.id)
    if (bytes) return bytes.subarray(start, end + 1)
    if (end < start) return Buffer.alloc(0)
    return createReadStream(this.#path(blob.id), { start, end })
  }

  async bytes(blob: Blob): Promise<Buffer> {
    const found = this.read(blob)
    return Buffer.isBuffer(found) ? found : Buffer.concat(await Readable.from(found).toArray())
  }

  delete(blob: Blob): void {
    if (!this.#memory.delete(blob.id)) void rm(this.#path(blob.id), { force: true })
  }

  async clear(): Promise<void> {
    this.#memory.clear()
    await rm(this.#directory, { recursive: true, force: true })
  }

  #path(id: string): string {
    return join(this.#directory, id)
  }
}

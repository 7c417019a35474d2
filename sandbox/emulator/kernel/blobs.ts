import { once } from 'node:events'
import { createReadStream, createWriteStream, openSync } from 'node:fs'
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

/** Who writes small blobs down, and notes large ones, so that they outlive the process. */
export interface BlobKeeper {
  readonly blobDirectory: string
  putBlob(id: string, bytes: Uint8Array): void
  putFile(id: string, size: number): void
  /** Also removes the file, once that is written down. */
  deleteBlob(id: string): void
  clearBlobs(): void
  readBlob(id: string): Buffer | undefined
  /** Not written down yet. */
  isPending(id: string): boolean
}

const IN_MEMORY_BYTES = 1024 * 1024
/** Of what is written down, so much stays in memory too. */
const CACHE_BYTES = 64 * 1024 * 1024

/** Bytes by reference: small ones in memory, larger ones in files below `directory`. */
export class Blobs {
  readonly #directory: string
  readonly #ids: Ids
  readonly #keeper: BlobKeeper | undefined
  readonly #memory = new Map<string, Buffer>()
  #cached_bytes = 0

  /** With a `keeper` the files are in its folder. */
  constructor(directory: string, ids: Ids, keeper?: BlobKeeper) {
    this.#directory = keeper?.blobDirectory ?? directory
    this.#ids = ids
    this.#keeper = keeper
  }

  put(bytes: Uint8Array): Blob {
    const id = this.#ids.hex(32)
    this.#remember(id, Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes))
    return { id, size: bytes.byteLength }
  }

  #remember(id: string, bytes: Buffer): void {
    this.#memory.set(id, bytes)
    if (!this.#keeper) return
    this.#keeper.putBlob(id, bytes)
    this.#cached_bytes += bytes.length
    for (const [other, { length }] of this.#memory) {
      if (this.#cached_bytes <= CACHE_BYTES || this.#keeper.isPending(other)) break
      this.#memory.delete(other)
      this.#cached_bytes -= length
    }
  }

  /** Takes in a whole stream, calling `observe` with each chunk in order; a stream that fails leaves nothing behind. */
  write(source: Readable, observe?: (chunk: Buffer) => void): Promise<Blob> {
    return this.#take(this.#ids.hex(32), source, observe)
  }

  async #take(id: string, source: Readable, observe?: (chunk: Buffer) => void): Promise<Blob> {
    const chunks: Buffer[] = []
    let size = 0
    let file: ReturnType<typeof createWriteStream> | undefined
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
        this.#keeper?.putFile(id, size)
      } else {
        this.#remember(id, chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks))
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
    const bytes = this.#memory.get(blob.id) ?? this.#keeper?.readBlob(blob.id)
    if (bytes) return bytes.subarray(start, end + 1)
    if (end < start) return Buffer.alloc(0)
    return createReadStream(this.#path(blob.id), { start, end })
  }

  /** For a copy of everything: the bytes, or the descriptor of an open file, which the caller closes. */
  open(blob: Blob): Buffer | number {
    const bytes = this.#memory.get(blob.id) ?? this.#keeper?.readBlob(blob.id)
    return bytes ?? openSync(this.#path(blob.id), 'r')
  }

  /** Takes in a blob from elsewhere under the id that it had there. */
  async adopt({ id }: Blob, source: Readable): Promise<void> {
    await this.#take(id, source)
  }

  async bytes(blob: Blob): Promise<Buffer> {
    const found = this.read(blob)
    return Buffer.isBuffer(found) ? found : Buffer.concat(await Readable.from(found).toArray())
  }

  delete(blob: Blob): void {
    const bytes = this.#memory.get(blob.id)
    this.#memory.delete(blob.id)
    if (this.#keeper) {
      this.#cached_bytes -= bytes?.length ?? 0
      this.#keeper.deleteBlob(blob.id)
    } else if (!bytes) void rm(this.#path(blob.id), { force: true })
  }

  async clear(): Promise<void> {
    this.#memory.clear()
    this.#cached_bytes = 0
    if (this.#keeper) this.#keeper.clearBlobs()
    else await rm(this.#directory, { recursive: true, force: true })
  }

  #path(id: string): string {
    return join(this.#directory, id)
  }
}

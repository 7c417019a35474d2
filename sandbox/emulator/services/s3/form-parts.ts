import type { Readable } from 'node:stream'
import * as errors from './errors.ts'

/** A browser's form: what comes before its file, and the file as a stream. */
export interface Form {
  readonly fields: Fields
  /** As the browser names it, without folders; absent where the part has no such parameter. */
  readonly filename?: string
  /** To be read to its end: what comes behind the file is read with it and ignored. */
  readonly content: AsyncGenerator<Buffer>
  /** For who does not read it to its end. */
  leave(): Promise<void>
}

/** By lower-case name. */
export type Fields = ReadonlyMap<string, Field>

export interface Field {
  /** As it was sent. */
  readonly name: string
  /** Those of fields of one name are joined with commas. */
  readonly value: string
}

/** "The form data and boundaries (excluding the contents of the file) cannot exceed 20KB." */
const MOST_BYTES_BEFORE_FILE = 20 * 1024

/**
 * Reads a `multipart/form-data` body up to its part `file`. Throws `MalformedPOSTRequest`, `MaxPostPreDataLengthExceeded`,
 * and `InvalidArgument` where there is no file.
 */
export async function readForm(body: Readable, boundary: string): Promise<Form> {
  const reader = new PartReader(body, boundary)
  const fields = new Map<string, Field>()
  try {
    await reader.skip()
    for (;;) {
      const head = await reader.head()
      if (!head) throw errors.notOneFile(0)
      const { name = '', filename } = dispositionOf(head)
      if (name.toLowerCase() === 'file')
        return { fields, content: reader.last(), leave: () => reader.end(), ...(filename === undefined ? {} : { filename: baseName(filename) }) }
      const value = await reader.text()
      const before = fields.get(name.toLowerCase())
      fields.set(name.toLowerCase(), before ? { ...before, value: `${before.value},${value}` } : { name, value })
    }
  } catch (error) {
    await reader.end()
    throw error
  }
}

const baseName = (path: string) => path.replace(/^.*[/\\]/s, '')

/** `Content-Disposition: form-data; name="key"; filename="a b.txt"`: browsers escape a quote as `%22`, others as `\"`. */
function dispositionOf(head: string): { name?: string; filename?: string } {
  const line = /^content-disposition:\s*form-data\s*(;.*)$/im.exec(head)?.[1] ?? ''
  const found: Record<string, string> = {}
  for (const [, name, quoted, plain] of line.matchAll(/;\s*([\w-]+)=(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))/g))
    // Old browsers send whole Windows paths: only a quote can be escaped.
    found[name!.toLowerCase()] ??= quoted?.replaceAll('\\"', '"') ?? plain ?? ''
  return found
}

/** Takes a body apart at its boundary, holding no more of it than a chunk and a boundary. */
class PartReader {
  readonly #chunks: AsyncIterator<Buffer>
  readonly #delimiter: Buffer
  #left = MOST_BYTES_BEFORE_FILE
  /** The first boundary may lack the line break that belongs to all others. */
  #held: Buffer = Buffer.from('\r\n')

  constructor(body: Readable, boundary: string) {
    // A refusal must still be answered, so the body is left open.
    this.#chunks = body.iterator({ destroyOnReturn: false })
    this.#delimiter = Buffer.from(`\r\n--${boundary}`)
  }

  /** What comes before the first part. */
  async skip(): Promise<void> {
    await this.#upTo(this.#delimiter)
  }

  /** The next part's header lines; undefined where there is no further part. */
  async head(): Promise<string | undefined> {
    while (this.#held.length < 2) await this.#pull()
    if (this.#held.toString('latin1', 0, 2) === '--') return undefined
    return (await this.#upTo(Buffer.from('\r\n\r\n'))).toString()
  }

  async text(): Promise<string> {
    return (await this.#upTo(this.#delimiter)).toString()
  }

  /** The bytes of the last part that matters; reads the body to its end. */
  async *last(): AsyncGenerator<Buffer> {
    try {
      for (;;) {
        const end = this.#held.indexOf(this.#delimiter)
        const taken = end < 0 ? Math.max(0, this.#held.length - this.#delimiter.length + 1) : end
        if (taken > 0) yield this.#held.subarray(0, taken)
        if (end >= 0) break
        this.#held = this.#held.subarray(taken)
        this.#held = await this.#more()
      }
      while (!(await this.#chunks.next()).done);
    } finally {
      await this.end()
    }
  }

  async end(): Promise<void> {
    await this.#chunks.return?.()
  }

  async #upTo(mark: Buffer): Promise<Buffer> {
    for (;;) {
      const at = this.#held.indexOf(mark)
      if (at >= 0) {
        const before = this.#held.subarray(0, at)
        this.#held = this.#held.subarray(at + mark.length)
        this.#spend(at + mark.length)
        return before
      }
      if (this.#held.length > this.#left) throw errors.formTooLarge(MOST_BYTES_BEFORE_FILE)
      await this.#pull()
    }
  }

  #spend(bytes: number): void {
    this.#left -= bytes
    if (this.#left < 0) throw errors.formTooLarge(MOST_BYTES_BEFORE_FILE)
  }

  async #pull(): Promise<void> {
    this.#held = await this.#more()
  }

  async #more(): Promise<Buffer> {
    const { done, value } = await this.#chunks.next()
    if (done) throw errors.malformedForm()
    return this.#held.length === 0 ? value : Buffer.concat([this.#held, value])
  }
}

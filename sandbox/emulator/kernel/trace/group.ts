import type { Trace } from './trace.ts'
import type { SpanId } from './trace-ids.ts'

/** One of the traces whose records are in a batch. */
export interface Member {
  readonly trace: Trace
  readonly parent: SpanId | undefined
  /** Places of its records in the batch, in order. */
  readonly places: number[]
}

const WRITES = new Set(['PutObject', 'CopyObject', 'CompleteMultipartUpload'])
const LONGEST_TEXT = 1024
const MOST_TEXTS = 200

/** Finds out for which of a batch's traces a function calls somebody: it works on all of their records at once. */
export class Group {
  readonly members: readonly Member[]
  /** The data of the record at a place; undefined once the batch is over. */
  #dataOf: ((place: number) => string) | undefined
  /** By what only one of them has; null for what several have. */
  #known: Map<string, Member | null> | undefined

  constructor(members: readonly Member[], dataOf: (place: number) => string) {
    this.members = members
    this.#dataOf = dataOf
  }

  /**
   * The member that the first telling one of `texts` belongs to: ids, object addresses (`s3://bucket/key`, by who wrote
   * the object), or names, of which also the last parts are looked for. Undefined where none tells.
   */
  memberFor(texts: readonly string[]): Member | undefined {
    const known = (this.#known ??= this.#learn())
    for (const text of texts) {
      const member = text.startsWith('s3://') ? known.get(text) : byName(known, text)
      if (!member) continue
      for (const other of texts) if (other.startsWith('s3://')) known.set(other, member)
      return member
    }
    return undefined
  }

  end(): void {
    this.#dataOf = undefined
    this.#known = new Map()
  }

  #learn(): Map<string, Member | null> {
    const known = new Map<string, Member | null>()
    const dataOf = this.#dataOf
    if (!dataOf) return known
    const learn = (text: string, member: Member) => known.set(text, (known.get(text) ?? member) === member ? member : null)
    for (const member of this.members) {
      for (const { requestId } of member.trace.spans) if (requestId !== '') learn(requestId, member)
      for (const place of member.places) for (const text of textsIn(dataOf(place))) for (const name of namesOf(text)) learn(name, member)
    }
    for (const [address, member] of writersIn(this.members)) known.set(address, member)
    return known
  }
}

/** The last to write an object is the one whose data it holds. */
function writersIn(members: readonly Member[]): Map<string, Member> {
  const latest = new Map<string, readonly [number: number, member: Member]>()
  for (const member of members)
    for (const { service, name, number, attributes, error } of member.trace.spans) {
      if (service !== 's3' || !WRITES.has(name) || !attributes || error) continue
      const address = `s3://${attributes['bucket']}/${attributes['key']}`
      if ((latest.get(address)?.[0] ?? -1) < number) latest.set(address, [number, member])
    }
  return new Map([...latest].map(([address, [, member]]) => [address, member]))
}

/** The first of a text's forms that only one has; what several have says nothing, and nor do its parts. */
function byName(known: ReadonlyMap<string, Member | null>, text: string): Member | undefined {
  for (const name of namesOf(text)) {
    const member = known.get(name)
    if (member !== undefined) return member ?? undefined
  }
  return undefined
}

/** `uploads/d/a.txt`, `d/a.txt`, `a.txt`, and without the ending, as results often have another. */
function namesOf(text: string): string[] {
  const names = [text]
  for (let slash = text.indexOf('/'); slash >= 0; slash = text.indexOf('/', slash + 1)) names.push(text.slice(slash + 1))
  const last = names.at(-1)!
  const dot = last.lastIndexOf('.')
  return [...names, ...(dot > 0 ? [`${last.slice(0, dot)}.`] : [])].filter((name) => name !== '')
}

/** All texts in JSON, or the data themselves where they are none. */
export function textsIn(data: string): string[] {
  const texts: string[] = []
  const collect = (value: unknown): void => {
    if (texts.length >= MOST_TEXTS) return
    if (typeof value === 'string' && value.length <= LONGEST_TEXT) texts.push(value)
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect)
  }
  try {
    collect(JSON.parse(data))
  } catch {
    collect(data)
  }
  return texts
}

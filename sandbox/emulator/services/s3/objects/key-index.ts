/** The order in which S3 lists keys: by their UTF-8 bytes. Negative, zero or positive, as `Array.sort` wants it. */
export function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)]
    if (x !== y) return utf8Rank(x) - utf8Rank(y)
  }
  return a.length - b.length
}

/** UTF-16 puts the halves of astral characters (U+D800–DFFF) before U+E000–FFFF; UTF-8 puts them after. */
function utf8Rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}

const CHUNK = 512

/**
 * The keys of a bucket, sorted. Kept in runs of up to 1,024, so that an insertion moves few of them however many
 * there are.
 */
export class KeyIndex {
  readonly #runs: string[][] = []
  #size = 0

  /** Takes keys in any order. */
  static of(keys: Iterable<string>): KeyIndex {
    const index = new KeyIndex()
    const sorted = [...keys].sort(compareKeys)
    for (let at = 0; at < sorted.length; at += CHUNK) index.#runs.push(sorted.slice(at, at + CHUNK))
    index.#size = sorted.length
    return index
  }

  get size(): number {
    return this.#size
  }

  add(key: string): void {
    const run = this.#runs[Math.min(this.#runOf(key), this.#runs.length - 1)]
    if (!run) {
      this.#runs.push([key])
      this.#size = 1
      return
    }
    const at = lowerBound(run, key)
    if (run[at] === key) return
    run.splice(at, 0, key)
    this.#size++
    if (run.length > CHUNK * 2) this.#runs.splice(this.#runs.indexOf(run) + 1, 0, run.splice(CHUNK))
  }

  delete(key: string): void {
    const which = this.#runOf(key)
    const run = this.#runs[which]
    if (!run) return
    const at = lowerBound(run, key)
    if (run[at] !== key) return
    run.splice(at, 1)
    this.#size--
    if (run.length === 0) this.#runs.splice(which, 1)
  }

  /** Before the first key that is not before `from`. */
  from(from: string): Cursor {
    const cursor = new RunCursor(this.#runs, this.#runOf(from))
    cursor.skipTo(from)
    return cursor
  }

  /** The first run whose last key is not before `key`. */
  #runOf(key: string): number {
    return runOf(this.#runs, key, 0)
  }
}

export type Keys = Pick<KeyIndex, 'from'>

/** Goes through keys in order, as long as they do not change. */
export interface Cursor {
  /** The next key; undefined behind the last. */
  next(): string | undefined
  /** Leaves out what is before `key`, which is never far where a listing steps over a common prefix. */
  skipTo(key: string): void
}

class RunCursor implements Cursor {
  readonly #runs: readonly (readonly string[])[]
  #which: number
  #at = 0

  constructor(runs: readonly (readonly string[])[], which: number) {
    this.#runs = runs
    this.#which = which
  }

  next(): string | undefined {
    const run = this.#runs[this.#which]
    if (!run || this.#at < run.length) return run?.[this.#at++]
    this.#which++
    this.#at = 0
    return this.next()
  }

  skipTo(key: string): void {
    let step = 1
    let last = this.#which
    while (last < this.#runs.length && compareKeys(this.#runs[last]!.at(-1)!, key) < 0) {
      last += step
      step *= 2
    }
    const which = last === this.#which ? last : runOf(this.#runs, key, this.#which + 1, Math.min(last + 1, this.#runs.length))
    if (which !== this.#which) this.#at = 0
    this.#which = which
    const run = this.#runs[which]
    if (run) this.#at = lowerBound(run, key, this.#at)
  }
}

/** The first of the runs from `low` up to, not including, `high` whose last key is not before `key`; `high` where none is. */
function runOf(runs: readonly (readonly string[])[], key: string, low: number, high = runs.length): number {
  while (low < high) {
    const middle = (low + high) >> 1
    if (compareKeys(runs[middle]!.at(-1)!, key) < 0) low = middle + 1
    else high = middle
  }
  return low
}

function lowerBound(run: readonly string[], key: string, low = 0): number {
  let high = run.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (compareKeys(run[middle]!, key) < 0) low = middle + 1
    else high = middle
  }
  return low
}

import type { Group } from './group.ts'
import type { Span } from './span.ts'
import type { SpanId } from './trace-ids.ts'

/** Past this, a trace counts what comes and keeps none of it: somebody gives all calls of a long run the same id. */
const MOST_SPANS = 2000
const MOST_BRANCHES = 200

/** A batch in which some of this trace's records were, together with those of other traces. */
export interface Branch {
  readonly of: Trace
  /** The span that put the first of the records. */
  readonly parent: SpanId | undefined
  /** Places of this trace's first and last record in the batch. */
  readonly first: number
  readonly last: number
}

/** All that came of one request. */
export class Trace {
  readonly id: string
  /** Of its first span. */
  readonly number: number
  /** In order of their beginnings. */
  readonly spans: Span[] = []
  readonly branches: Branch[] = []
  /** Of a batch of several traces' records, whose spans belong to each of them. */
  group: Group | undefined
  /** Spans that are not kept. */
  dropped = 0
  isSampled = false
  /** It has made room for others: what still comes is kept by nobody. */
  isGone = false

  constructor(id: string, number: number) {
    this.id = id
    this.number = number
  }

  /** False where there is no room. */
  add(span: Span): boolean {
    if (this.isGone || this.spans.length >= MOST_SPANS) return this.drop()
    this.spans.push(span)
    return true
  }

  join(branch: Branch): void {
    if (this.branches.length < MOST_BRANCHES) this.branches.push(branch)
    else this.drop()
  }

  /** Whether it was there, and counted. */
  remove(span: Span): boolean {
    const at = this.spans.lastIndexOf(span)
    if (at >= 0) this.spans.splice(at, 1)
    return at >= 0 && !this.isGone
  }

  private drop(): false {
    this.dropped++
    return false
  }
}

import type { Clock } from './clock.ts'
import type { Principal } from './context.ts'
import type { HttpRequest } from './http.ts'
import type { Ids } from './ids.ts'
import { Group, type Member } from './trace/group.ts'
import { readPlace, TraceLink, type Place } from './trace/link.ts'
import { Payloads } from './trace/payloads.ts'
import { Span, type SpanEnd, type SpanFacts, type SpanKind } from './trace/span.ts'
import { Trace } from './trace/trace.ts'
import { TraceIds, type SpanId } from './trace/trace-ids.ts'

/** What is kept: the oldest whole traces go first. Of calls that nothing came of, only the latest few. */
export interface TraceLimits {
  readonly spans: number
  readonly traces: number
}

const LIMITS: TraceLimits = { spans: 20_000, traces: 5000 }
const SINGLES = 1024

/** Where a span goes on: a span, what is left of one, or the header of one. */
export type Parent = Span | TraceLink | string

interface Spot {
  readonly trace: Trace
  readonly parent: SpanId | undefined
}

/**
 * What came of what: the engine's latest requests as trees of spans. It costs a request one object, and nothing is
 * put into words until somebody looks.
 */
export class Traces {
  readonly ids: TraceIds
  /** Of requests and invocations, by their spans' numbers. */
  readonly payloads = new Payloads()
  readonly #clock: Clock
  readonly #limits: TraceLimits
  /** Spans that are alone in their trace, at the place that their number gives. */
  readonly #singles: (Span | undefined)[] = Array.from({ length: SINGLES }, () => undefined)
  /** By id, the oldest first. */
  readonly #trees = new Map<string, Trace>()
  /** What is done with these keys belongs to these spans. */
  readonly #acting = new Map<string, Span>()
  readonly #listeners = new Set<(span: Span) => void>()
  #number = 0
  #kept = 0

  constructor(clock: Clock, ids: Ids, limits: TraceLimits = LIMITS) {
    this.ids = new TraceIds(ids)
    this.#clock = clock
    this.#limits = limits
  }

  /**
   * A request from outside: where its `X-Amzn-Trace-Id` or `traceparent` says, or else, where its key is an execution
   * environment's, in the invocation that this one is at; else it begins a trace.
   */
  arrive(request: HttpRequest, principal: Principal | undefined, now: number, kind: SpanKind = 'call'): Span {
    const header = request.headers['x-amzn-trace-id'] ?? request.headers['traceparent']
    const acting = principal?.type === 'assumed-role' && principal.accessKeyId !== undefined ? this.#acting.get(principal.accessKeyId) : undefined
    if (header !== undefined) {
      const place = readPlace(header)
      // What a function's own instrumentation calls its trace is less than what is known of where it comes from.
      if (place && !(acting && this.ids.numberOf(place.traceId) === undefined)) return this.#within(this.#spot(place), kind, now)
    }
    return acting ? this.child(acting, kind, now) : this.#root(kind, now)
  }

  child(parent: Span, kind: SpanKind, now: number): Span {
    return this.#within({ trace: parent.trace ?? this.#plant(parent), parent: parent.number }, kind, now)
  }

  /** A span that is no call of an operation; it is measured from now until `end`. Without `parent` it begins a trace. */
  begin(kind: SpanKind, facts: SpanFacts, parent?: Parent): Span {
    const now = this.#clock.now()
    const spot = parent === undefined ? undefined : this.#spotOf(parent)
    return this.started(spot ? this.#within(spot, kind, now) : this.#root(kind, now), facts)
  }

  /** Says what it is of a span that is measured from now. */
  started(span: Span, facts: SpanFacts): Span {
    Object.assign(span, facts)
    span.begun = this.#clock.elapsed()
    return span
  }

  /** `duration_ms` where it was measured elsewhere. */
  end(span: Span, { error, attributes, decisions }: SpanEnd = {}, duration_ms = this.#clock.elapsed() - span.begun): void {
    span.duration_ms = duration_ms
    span.error = error && { code: error.code, message: error.message }
    if (attributes) span.add(attributes)
    if (decisions && decisions.length > 0) span.decisions = decisions
    if (span.trace?.group && span.number === span.trace.number) span.trace.group.end()
    for (const listener of this.#listeners) listener(span)
  }

  /**
   * Records on their way to a function. Where they come of several traces, the span belongs to each of these and so does
   * all that follows, but for what `attribute` finds to be for one alone. `dataOf` gives a record's data by its place.
   */
  batch(kind: SpanKind, facts: SpanFacts, links: readonly (TraceLink | string | undefined)[], dataOf: (place: number) => string): Span {
    const members = this.#members(links)
    const [only] = members
    if (members.length === 0) return this.begin(kind, facts)
    if (members.length === 1) return this.started(this.#within({ trace: only!.trace, parent: only!.parent }, kind, this.#clock.now()), facts)
    const span = this.begin(kind, facts)
    const trace = this.#plant(span)
    trace.group = new Group(members, dataOf)
    for (const member of members)
      member.trace.join({ of: trace, parent: member.parent, first: member.places[0]!, last: member.places.at(-1)! })
    return span
  }

  /** Gives a call in a batch to the one trace that it is for, by the texts that it comes with (see `Group`). */
  attribute(span: Span, texts: readonly string[]): void {
    const from = span.trace
    const member = from?.group?.memberFor(texts)
    if (!from || !member) return
    if (from.remove(span)) this.#kept--
    span.trace = member.trace
    this.#add(member.trace, span)
  }

  /** From now until `leave`, requests with this key and no trace of their own belong to `span`. */
  enter(accessKeyId: string, span: Span): void {
    this.#acting.set(accessKeyId, span)
  }

  leave(accessKeyId: string, span: Span): void {
    if (this.#acting.get(accessKeyId) === span) this.#acting.delete(accessKeyId)
  }

  link(span: Span): TraceLink {
    return new TraceLink(this.ids, span.trace?.id ?? span.number, span.start, span.number)
  }

  /** As `X-Amzn-Trace-Id`, for who goes on from this span. */
  header(span: Span): string {
    return `Root=${this.idOf(span)};Parent=${this.ids.spanId(span.number)};Sampled=${span.trace?.isSampled ? 1 : 0}`
  }

  /** Of the span's trace. */
  idOf(span: Span): string {
    return span.trace?.id ?? this.ids.traceId(span.number, span.start)
  }

  /** All traces, in no order; those of a batch only for its members. */
  *all(): Generator<Trace | Span> {
    for (const trace of this.#trees.values()) if (!trace.group) yield trace
    for (const span of this.#singles) if (span) yield span
  }

  find(traceId: string): Trace | Span | undefined {
    const tree = this.#trees.get(traceId)
    if (tree) return tree
    const number = this.ids.numberOf(traceId)
    const span = number === undefined ? undefined : this.#singles[number % SINGLES]
    return span && this.idOf(span) === traceId ? span : undefined
  }

  /** Tells of each span that has ended, until the returned function is called. */
  watch(listener: (span: Span) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Forgets all, or what began in one account. */
  clear(account?: string): void {
    for (const [id, trace] of this.#trees) if (account === undefined || trace.spans[0]?.account === account) this.#drop(id, trace)
    for (const [place, span] of this.#singles.entries()) {
      if (!span || (account !== undefined && span.account !== account)) continue
      this.#singles[place] = undefined
      this.payloads.delete(span.number)
    }
  }

  #root(kind: SpanKind, now: number): Span {
    const number = ++this.#number
    return (this.#singles[number % SINGLES] = new Span(undefined, number, undefined, kind, now))
  }

  #within({ trace, parent }: Spot, kind: SpanKind, now: number): Span {
    const span = new Span(trace, ++this.#number, parent, kind, now)
    this.#add(trace, span)
    this.#makeRoom(trace)
    return span
  }

  #add(trace: Trace, span: Span): void {
    if (trace.add(span)) this.#kept++
  }

  /** Makes a tree of a span that was alone. */
  #plant(span: Span): Trace {
    const number = span.number
    if (this.#singles[number % SINGLES] === span) this.#singles[number % SINGLES] = undefined
    const trace = this.#tree(this.ids.traceId(number, span.start), number)
    this.#add(trace, span)
    span.trace = trace
    return trace
  }

  #tree(id: string, number: number): Trace {
    const trace = new Trace(id, number)
    this.#trees.set(id, trace)
    this.#makeRoom(trace)
    return trace
  }

  #makeRoom(besides: Trace): void {
    if (this.#kept <= this.#limits.spans && this.#trees.size <= this.#limits.traces) return
    for (const [id, trace] of this.#trees) {
      if (this.#kept <= this.#limits.spans && this.#trees.size <= this.#limits.traces) return
      if (trace === besides) continue
      this.#drop(id, trace)
    }
  }

  #drop(id: string, trace: Trace): void {
    this.#trees.delete(id)
    for (const { number } of trace.spans) this.payloads.delete(number)
    this.#kept -= trace.spans.length
    trace.isGone = true
  }

  #spotOf(parent: Parent): Spot | undefined {
    if (parent instanceof Span) return { trace: parent.trace ?? this.#plant(parent), parent: parent.number }
    const place = typeof parent === 'string' ? readPlace(parent) : parent
    return place && this.#spot(place)
  }

  /** The trace of that id, be it from elsewhere, or gone. */
  #spot({ traceId, spanId, isSampled }: Place): Spot {
    const found = this.find(traceId)
    const trace = found instanceof Span ? this.#plant(found) : (found ?? this.#tree(traceId, this.#number + 1))
    if (isSampled) trace.isSampled = true
    return { trace, parent: spanId === undefined ? found && trace.number : this.ids.read(spanId) }
  }

  #members(links: readonly (TraceLink | string | undefined)[]): Member[] {
    const spots = new Map<TraceLink | string, Spot | undefined>()
    const members = new Map<Trace, Member>()
    const join = ({ trace, parent }: Spot, place: number): void => {
      const known = members.get(trace)
      if (known) known.places.push(place)
      else members.set(trace, { trace, parent, places: [place] })
    }
    links.forEach((link, place) => {
      if (link === undefined) return
      if (!spots.has(link)) spots.set(link, this.#spotOf(link))
      const spot = spots.get(link)
      if (spot) join(spot, place)
    })
    if (members.size < 2) return [...members.values()]
    return withoutGroups(members)
  }
}

/** What a batch has put for all of its traces belongs to each of them. */
function withoutGroups(members: Map<Trace, Member>): Member[] {
  for (const [trace, { parent, places }] of [...members]) {
    if (!trace.group) continue
    members.delete(trace)
    for (const of of trace.group.members) {
      const known = members.get(of.trace)
      if (known) known.places.push(...places)
      else members.set(of.trace, { trace: of.trace, parent, places: [...places] })
    }
  }
  for (const { places } of members.values()) places.sort((a, b) => a - b)
  return [...members.values()]
}

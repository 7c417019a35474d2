import type { Uploaded } from '../commands/support/pipeline.ts'
import { findTrace, listTraces, type Trace, type TraceQuery, type TraceSummary } from '../commands/support/traces.ts'
import { SandboxError } from './control.ts'

/** What came of requests: which functions ran, what they called, what was refused, and how long it all took. */
export interface Traces {
  /** Of the latest request to an API, or, before there is one, of the latest call. Throws where there is none. */
  last(): Promise<Trace>
  /** Of an upload, a request id, an S3 key (also its last parts), or by its own id. Throws where there is none. */
  of(what: Uploaded | string): Promise<Trace>
  /** Newest first. */
  list(query?: Omit<TraceQuery, 'account'>): Promise<TraceSummary[]>
}

/** Those of one account, where one is given. */
export function tracesOf(endpoint: string, account: string | undefined): Traces {
  const find = async (what: string): Promise<Trace> => {
    const found = await findTrace(endpoint, what, account)
    if (!found) throw new SandboxError(what === 'last' ? 'Nothing was asked for yet.' : `There is no trace of ${what} (any more).`)
    return found
  }
  return {
    last: () => find('last'),
    of: (what) => find(typeof what === 'string' ? what : what.requestId),
    list: (query = {}) => listTraces(endpoint, { ...query, ...(account === undefined ? {} : { account }) }),
  }
}

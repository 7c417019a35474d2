import { DatabaseSync } from 'node:sqlite'
import { isDeepStrictEqual } from 'node:util'
import { deserialize } from 'node:v8'

export interface StateChange {
  readonly kind: 'added' | 'changed' | 'removed'
  /** `<service>.<things>` */
  readonly collection: string
  readonly scope: string
  readonly key: string
}

interface Pair extends Omit<StateChange, 'kind'> {
  readonly before: Uint8Array | null
  readonly after: Uint8Array | null
}

const SAME = '(o.collection, o.scope, o.key) = (n.collection, n.scope, n.key)'

/** Rows of both files side by side, those alone that are not byte for byte the same. What is measured all the time is no difference. */
const DIFFERING = `
  SELECT n.collection AS collection, n.scope AS scope, n.key AS key, o.value AS before, n.value AS after FROM main.rows AS n
    LEFT JOIN old.rows AS o ON ${SAME} WHERE o.value IS NOT n.value AND n.collection NOT LIKE 'kernel.%'
  UNION ALL
  SELECT collection, scope, key, value, NULL FROM old.rows AS o
    WHERE NOT EXISTS (SELECT 1 FROM main.rows AS n WHERE ${SAME}) AND collection NOT LIKE 'kernel.%'
  ORDER BY 1, 2, 3`

const missing = (from: string, other: string) => `
  SELECT n.collection AS collection, n.scope AS scope, n.key AS key FROM ${from}.parts AS n
    WHERE NOT EXISTS (SELECT 1 FROM ${other}.parts AS o WHERE ${SAME} AND o.part = n.part AND o.value = n.value) AND n.collection NOT LIKE 'kernel.%'`

/** Rows that are in both files, and have other parts (a stream's records) in one. */
const OTHER_PARTS = `
  SELECT * FROM (${missing('main', 'old')} UNION ${missing('old', 'main')}) AS n
    WHERE EXISTS (SELECT 1 FROM main.rows AS o WHERE ${SAME}) AND EXISTS (SELECT 1 FROM old.rows AS o WHERE ${SAME})`

/** What differs from one saved state to another, by collection and key. */
export function diffStates(before: string, after: string): StateChange[] {
  const database = new DatabaseSync(after, { readOnly: true })
  try {
    database.prepare('ATTACH ? AS old').run(before)
    const changes: StateChange[] = []
    for (const { before, after, ...where } of database.prepare(DIFFERING).all() as unknown as Pair[]) {
      // The same value may be written in more than one way.
      if (before && after && isDeepStrictEqual(deserialize(before), deserialize(after))) continue
      changes.push({ kind: before === null ? 'added' : after === null ? 'removed' : 'changed', ...where })
    }
    const known = new Set(changes.map(placeOf))
    for (const where of database.prepare(OTHER_PARTS).all() as unknown as Omit<StateChange, 'kind'>[]) if (!known.has(placeOf(where))) changes.push({ kind: 'changed', ...where })
    return changes.sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))
  } finally {
    database.close()
  }
}

const placeOf = ({ collection, scope, key }: Omit<StateChange, 'kind'>) => [collection, scope, key].join('\n')

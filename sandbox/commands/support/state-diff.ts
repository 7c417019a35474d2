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

/** Rows of both files side by side, those alone that are not byte for byte the same. */
const DIFFERING = `
  SELECT n.collection AS collection, n.scope AS scope, n.key AS key, o.value AS before, n.value AS after FROM main.rows AS n
    LEFT JOIN old.rows AS o ON (o.collection, o.scope, o.key) = (n.collection, n.scope, n.key) WHERE o.value IS NOT n.value
  UNION ALL
  SELECT collection, scope, key, value, NULL FROM old.rows AS o
    WHERE NOT EXISTS (SELECT 1 FROM main.rows AS n WHERE (o.collection, o.scope, o.key) = (n.collection, n.scope, n.key))
  ORDER BY 1, 2, 3`

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
    return changes
  } finally {
    database.close()
  }
}

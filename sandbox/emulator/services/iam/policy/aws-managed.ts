import { createHash } from 'node:crypto'
import { UPPER_ALPHANUMERIC } from '../../../kernel/ids.ts'
import type { ManagedPolicy } from '../policies.ts'
import { PEOPLE_POLICIES } from './aws-managed-people.ts'
import { ROLE_POLICIES } from './aws-managed-roles.ts'

/** One of AWS's policies in its default version: `statements`, or one statement that allows `actions` on everything. */
export interface Definition {
  readonly name: string
  /** Where it is not known it is made of the name. */
  readonly id?: string
  readonly path?: string
  readonly description: string
  readonly created: string
  readonly updated?: string
  readonly version?: number
  readonly actions?: string | readonly string[]
  readonly sid?: string
  readonly statements?: readonly object[]
}

/** AWS's own managed policies that are known here, in order of name; of each only the default version. */
export const AWS_MANAGED: readonly ManagedPolicy[] = [...PEOPLE_POLICIES, ...ROLE_POLICIES].sort((a, b) => (a.name < b.name ? -1 : 1)).map((definition) => {
  const { name, id = derivedId(name), path = '/', description, created, updated = created, version = 1 } = definition
  const document = JSON.stringify({ Version: '2012-10-17', Statement: statementsOf(definition) }, null, 4)
  const versionId = `v${version}`
  return {
    name,
    id,
    path,
    arn: `arn:aws:iam::aws:policy${path}${name}`,
    description,
    createdAt: Date.parse(created),
    updatedAt: Date.parse(updated),
    tags: [],
    versions: [{ id: versionId, document, createdAt: Date.parse(updated) }],
    defaultVersion: versionId,
    lastVersion: version,
  }
})

function statementsOf({ statements, actions, sid }: Definition): readonly object[] {
  return statements ?? [{ ...(sid === undefined ? {} : { Sid: sid }), Effect: 'Allow', Action: actions, Resource: '*' }]
}

/** In the form of AWS's ids, and always the same. */
function derivedId(name: string): string {
  const bytes = [...createHash('sha256').update(name).digest().subarray(0, 17)]
  return `ANPA${bytes.map((byte) => UPPER_ALPHANUMERIC[byte % 32]).join('')}`
}

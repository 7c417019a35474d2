import type { WrittenStatement } from './smallest-fix.ts'

/** Actions with the resources that they were used on. */
export type UsedActions = ReadonlyMap<string, readonly string[]>

/**
 * What goes with an action though a run may do without: Lambda asks a mapping's role for all of these before it maps a
 * stream ("Using Lambda to process records from Kinesis"), and makes a function's log group and streams when they are
 * not there.
 */
const COMPANIONS: Readonly<Record<string, readonly string[]>> = {
  'kinesis:GetRecords': ['kinesis:GetShardIterator', 'kinesis:DescribeStream', 'kinesis:DescribeStreamSummary', 'kinesis:ListShards'],
  'logs:PutLogEvents': ['logs:CreateLogGroup', 'logs:CreateLogStream'],
}

export function withCompanions(used: UsedActions): Map<string, readonly string[]> {
  const all = new Map(used)
  for (const [action, companions] of Object.entries(COMPANIONS))
    for (const companion of used.has(action) ? companions : []) all.set(companion, [...new Set([...(all.get(companion) ?? []), ...used.get(action)!])])
  return all
}

/**
 * The statements that allow what was used and little else: actions by resource, resources with the same actions
 * together, and for objects, log streams and the like what they lie in.
 */
export function leastPrivilege(used: UsedActions): WrittenStatement[] {
  const byResource = new Map<string, string[]>()
  for (const [action, resources] of used)
    for (const resource of generalised(resources)) byResource.set(resource, [...(byResource.get(resource) ?? []), action])
  const byActions = new Map<string, string[]>()
  for (const [resource, actions] of byResource) {
    const key = actions.sort().join(' ')
    byActions.set(key, [...(byActions.get(key) ?? []), resource])
  }
  return [...byActions]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([actions, resources]) => ({ Effect: 'Allow', Action: oneOrMany(actions.split(' ')), Resource: oneOrMany(resources.sort()) }))
}

const oneOrMany = (values: readonly string[]) => (values.length === 1 ? values[0]! : values)

/** `arn:aws:s3:::bucket`, and behind the slash an object's key. */
const OBJECT = /^(arn:[\w-]+:s3:::[^/]+)\/(.+)$/s

/** What contains these, each once. A key that lies in no folder stays as it is, unless there are several. */
export function generalised(resources: readonly string[]): string[] {
  const loose = new Map<string, number>()
  for (const resource of resources) {
    const [, bucket, key] = OBJECT.exec(resource) ?? []
    if (bucket !== undefined && !key!.includes('/')) loose.set(bucket, (loose.get(bucket) ?? 0) + 1)
  }
  return [...new Set(resources.map((resource) => {
    const [, bucket, key = ''] = OBJECT.exec(resource) ?? []
    if (bucket === undefined) return containerOf(resource)
    const slash = key.indexOf('/')
    if (slash >= 0) return `${bucket}/${key.slice(0, slash)}/*`
    return loose.get(bucket)! > 1 ? `${bucket}/*` : resource
  }))]
}

/** Parts of names that change from run to run: log streams, when a consumer was made, what stands in a path. */
const CHANGING: readonly (readonly [pattern: RegExp, container: string])[] = [
  [/^(arn:[\w-]+:logs:[^:]*:\d*:log-group:[^:]+):.*$/s, '$1:*'],
  [/^(arn:[\w-]+:kinesis:.*\/consumer\/[^/:]+):\d+$/s, '$1:*'],
  [/^(arn:[\w-]+:execute-api:[^:]*:\d*:[^/]+\/[^/]+\/[^/]+)\/.*$/s, '$1/*'],
]

function containerOf(resource: string): string {
  const found = CHANGING.find(([pattern]) => pattern.test(resource))
  return found ? resource.replace(found[0], found[1]) : resource
}

// @ts-check
import { lastOf, plural } from './format.js'
import { link } from './route.js'

/**
 * @typedef {{ id: string, kind: string, name: string, detail: string, href: string }} Node
 * @typedef {{ from: string, to: string, label: string, isOff?: boolean }} Edge
 * @typedef {{ nodes: Node[], edges: Edge[] }} Graph
 */

const WORDS = /** @type {Record<string, string>} */ ({ pool: 'User pool', api: 'HTTP API', function: 'Function', stream: 'Stream', bucket: 'Bucket' })
export const kindName = (/** @type {string} */ kind) => WORDS[kind] ?? kind

/** The resources that there are, and what leads from which to which, as their own configurations say. @param {any} state @returns {Graph} */
export function graphOf(state) {
  /** @type {Node[]} */
  const nodes = [
    ...state.pools.map((/** @type {any} */ pool) => node('pool', pool.id, pool.name, plural(pool.clients.length, 'client'), link('users', pool.id))),
    ...state.apis.map((/** @type {any} */ api) => node('api', api.id, api.name, api.routes.map((/** @type {any} */ route) => route.key).join(', '), link('users'))),
    ...state.functions.map((/** @type {any} */ one) => node('function', one.name, one.name, one.runtime ?? '', link('functions', one.name))),
    ...state.streams.map((/** @type {any} */ one) => node('stream', one.name, one.name, plural(one.shards, 'shard'), link('streams', one.name))),
    ...state.buckets.map((/** @type {any} */ one) => node('bucket', one.name, one.name, one.more ? `${one.objects}+ objects` : plural(one.objects, 'object'), link('objects', one.name))),
  ]
  const edges = [...ofApis(state), ...ofFunctions(state), ...ofMappings(state), ...ofBuckets(state)]
  const known = new Set(nodes.map(({ id }) => id))
  return { nodes, edges: edges.filter(({ from, to }) => known.has(from) && known.has(to)) }
}

/** @param {string} kind @param {string} id @param {string} name @param {string} detail @param {string} href @returns {Node} */
const node = (kind, id, name, detail, href) => ({ id: `${kind}:${id}`, kind, name, detail, href })

/** @param {any} state @returns {Edge[]} */
function ofApis({ apis }) {
  return apis.flatMap((/** @type {any} */ api) => [
    ...api.authorizers.filter((/** @type {any} */ { issuer }) => issuer).map((/** @type {any} */ { issuer }) => ({ from: `pool:${lastOf(issuer)}`, to: `api:${api.id}`, label: 'tokens' })),
    ...api.routes.filter((/** @type {any} */ { target }) => target).map((/** @type {any} */ { key, target }) => ({ from: `api:${api.id}`, to: `function:${functionIn(target)}`, label: key })),
  ])
}

/** What a function's variables name. @param {any} state @returns {Edge[]} */
function ofFunctions({ functions, buckets, streams }) {
  return functions.flatMap((/** @type {any} */ { name, environment }) => {
    const named = new Set(Object.values(environment))
    const has = (/** @type {any} */ one) => named.has(one.name) || (one.arn && named.has(one.arn))
    return [
      ...buckets.filter(has).map((/** @type {any} */ bucket) => ({ from: `function:${name}`, to: `bucket:${bucket.name}`, label: '' })),
      ...streams.filter(has).map((/** @type {any} */ stream) => ({ from: `function:${name}`, to: `stream:${stream.name}`, label: '' })),
    ]
  })
}

/** @param {any} state @returns {Edge[]} */
const ofMappings = ({ mappings }) => mappings.map((/** @type {any} */ mapping) => ({
  from: `stream:${lastOf(mapping.source)}`, to: `function:${functionIn(mapping.function)}`,
  label: mapping.state === 'Enabled' ? `batches of ${mapping.batchSize}` : mapping.state, isOff: mapping.state !== 'Enabled',
}))

/** @param {any} state @returns {Edge[]} */
const ofBuckets = ({ buckets }) => buckets.flatMap((/** @type {any} */ { name, notifies }) =>
  notifies.map((/** @type {string} */ arn) => ({ from: `bucket:${name}`, to: `function:${functionIn(arn)}`, label: 'notifies' })))

/** @param {string} text */
const functionIn = (text) => /:function:([^:/]+)/.exec(text)?.[1] ?? ''

/** How far each is from where things begin. @param {Graph} graph @returns {Map<string, number>} */
export function depths({ nodes, edges }) {
  const depth = new Map(nodes.map(({ id }) => [id, 0]))
  // In a circle it would go on for ever.
  for (let round = 0; round < nodes.length; round++) {
    let isChanged = false
    for (const { from, to } of edges) {
      const wanted = (depth.get(from) ?? 0) + 1
      if (wanted > (depth.get(to) ?? 0) && wanted < nodes.length) [isChanged] = [true, depth.set(to, wanted)]
    }
    if (!isChanged) break
  }
  return depth
}

/** What a span was about: the node that it touched, and the edges along which. @param {import('./live.js').Span} span @returns {{ node?: string, from?: string, to?: string }} */
export function touched({ kind, service, name, attributes, principal }) {
  const actor = /:assumed-role\/[^/]+\/(.+)$/.exec(principal)?.[1]
  if (kind === 'request') return { node: `api:${attributes['api'] ?? ''}` }
  if (kind === 'authorizer') return { from: 'pool:', to: 'api:' }
  if (kind === 'invocation') return { node: `function:${attributes['function'] ?? name}`, from: 'api:', to: `function:${attributes['function'] ?? name}` }
  if (kind === 'batch' || kind === 'retry') return { from: 'stream:', to: `function:${attributes['function'] ?? name}` }
  const node = service === 's3' && attributes['bucket'] ? `bucket:${attributes['bucket']}` : service === 'kinesis' && attributes['stream'] ? `stream:${attributes['stream']}` : undefined
  return node === undefined ? {} : { node, ...(actor ? { from: `function:${actor}`, to: node } : {}) }
}

import type { Caller, Principal, Settings } from './context.ts'
import { rootPrincipal } from './context.ts'
import { findCredential } from './credentials.ts'
import type { HttpRequest } from './http.ts'
import { remembered } from './remembered.ts'
import type { CatalogEntry } from './service.ts'
import type { Store } from './store.ts'

/** The credential scope of a SigV4 signature, from the header or the query of a presigned request. */
export interface Signature {
  readonly accessKeyId: string
  readonly region?: string
  readonly service?: string
}

/** Reads who signed a request, without verifying it; undefined where it is not signed. */
export function readSignature(request: HttpRequest): Signature | undefined {
  const header = request.headers['authorization']
  if (header?.startsWith('AWS4-')) {
    const start = header.indexOf(CREDENTIAL) + CREDENTIAL.length
    if (start < CREDENTIAL.length) return undefined
    const comma = header.indexOf(',', start)
    return scopeOf(comma < 0 ? header.slice(start) : header.slice(start, comma))
  }
  if (header?.startsWith('AWS ')) return { accessKeyId: header.slice(4).split(':')[0]! }
  if (request.rawQuery === '') return undefined
  const presigned = request.query.get('X-Amz-Credential')
  if (presigned) return scopeOf(presigned)
  const legacy = request.query.get('AWSAccessKeyId')
  return legacy && request.query.has('Signature') ? { accessKeyId: legacy } : undefined
}

const CREDENTIAL = 'Credential='

const scopeOf = remembered((credential): Signature => {
  const [accessKeyId = '', , region, service, terminator] = credential.split(/\s/, 1)[0]!.split('/')
  // With fewer members it cannot be told which of them is the service.
  if (terminator === undefined) return { accessKeyId }
  return { accessKeyId, ...(region ? { region } : {}), ...(service ? { service } : {}) }
})

/** Names of a catalog's services, by what requests say of them. */
interface Names {
  readonly byTarget: ReadonlyMap<string, string>
  readonly bySigningName: ReadonlyMap<string, string>
  /** Those who claim requests, for signing names that two services share (two generations of one API do). */
  readonly claimants: ReadonlyMap<string, readonly CatalogEntry[]>
}

const indexed = new WeakMap<readonly CatalogEntry[], Names>()

function namesIn(catalog: readonly CatalogEntry[]): Names {
  const known = indexed.get(catalog)
  if (known) return known
  // The first of a catalog comes first, so that it is written last.
  const pairs = (of: (entry: CatalogEntry) => readonly string[] | undefined) =>
    new Map(catalog.toReversed().flatMap((entry) => (of(entry) ?? []).map((text) => [text, entry.name] as const)))
  const names = { byTarget: pairs((entry) => entry.targetPrefixes), bySigningName: pairs((entry) => entry.signingNames), claimants: claimantsIn(catalog) }
  indexed.set(catalog, names)
  return names
}

function claimantsIn(catalog: readonly CatalogEntry[]): Names['claimants'] {
  const named = (name: string) => catalog.filter(({ signingNames }) => signingNames.includes(name))
  const shared = new Set(catalog.flatMap(({ signingNames }) => signingNames).filter((name) => named(name).length > 1))
  return new Map([...shared].map((name) => [name, named(name).filter(({ claims }) => claims)]))
}

/** Which service a request is for: by signature scope, target header, host or path, query version; else `fallback`. */
export function identifyService(
  request: HttpRequest,
  signature: Signature | undefined,
  catalog: readonly CatalogEntry[],
  fallback: string,
): string | Promise<string> {
  const target = request.headers['x-amz-target']
  if (target) {
    const name = namesIn(catalog).byTarget.get(target.slice(0, target.indexOf('.')))
    if (name !== undefined) return name
  }
  const scope = signature?.service
  if (scope) {
    const { bySigningName, claimants } = namesIn(catalog)
    return claimants.get(scope)?.find((entry) => entry.claims!(request))?.name ?? bySigningName.get(scope) ?? scope
  }
  const claimed = catalog.find((candidate) => candidate.claims?.(request))
  if (claimed) return claimed.name
  const mayBeQuery = request.path === '/' && request.method === 'POST' && request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')
  return mayBeQuery ? byQueryVersion(request, catalog, fallback) : fallback
}

async function byQueryVersion(request: HttpRequest, catalog: readonly CatalogEntry[], fallback: string): Promise<string> {
  const version = new URLSearchParams((await request.bytes()).toString()).get('Version')
  return catalog.find((candidate) => candidate.queryVersion !== undefined && candidate.queryVersion === version)?.name ?? fallback
}

/**
 * The caller that a signature names, which proves nothing yet. Keys that this emulator issued belong to their principal; a 12-digit key id is the
 * root of that account; any other is the root of the default account; no signature is anonymous.
 */
export function identifyCaller(signature: Signature | undefined, store: Store, settings: Settings): Caller {
  const region = signature?.region ?? settings.defaultRegion
  if (!signature) return { principal: anonymous(settings.defaultAccount), region }
  const issued = findCredential(store, signature.accessKeyId)
  if (issued) return { principal: { ...issued.principal, accessKeyId: signature.accessKeyId }, region }
  const account = /^\d{12}$/.test(signature.accessKeyId) ? signature.accessKeyId : settings.defaultAccount
  return { principal: rootPrincipal(account, signature.accessKeyId), region }
}

/** Whoever signs nothing. */
export function anonymous(account: string): Principal {
  return { type: 'anonymous', account, arn: 'anonymous', userId: 'anonymous' }
}

import { pathToFileURL } from 'node:url'
import type { Host } from '../../kernel/context.ts'
import type { HttpRequest, HttpResponse } from '../../kernel/http.ts'
import { jsonResponse } from '../../kernel/http.ts'
import { layerVersions } from './layer-state.ts'
import { lookUpVersion, type Code, type FunctionRecord } from './state.ts'

const PATH = /^\/2015-03-31\/functions\/([^/]+)\/(code|layer)-archive$/

interface Owner {
  readonly account: string
  readonly region: string
  readonly name: string
  readonly version: string
}

/** Where a function's zip can be had without a signature, as with AWS's presigned `Code.Location`. */
export function codeLocation(host: Host, found: FunctionRecord): string {
  if (found.code.hotFolder !== undefined) return pathToFileURL(found.code.hotFolder).href
  return locationOf(host, 'code', found, found.code)
}

export function locationOf(host: Host, kind: 'code' | 'layer', { account, region, name, version }: Owner, code: Code): string {
  // The key stands for the signature of AWS's link: it is not to be guessed, and a change makes the link invalid.
  const query = new URLSearchParams({ account, region, version, key: code.zip.id })
  return `${host.settings.endpoint}/2015-03-31/functions/${name}/${kind}-archive?${query.toString()}`
}

/** Answers a `codeLocation`; undefined where the request is for something else. */
export function downloadCode(request: HttpRequest, host: Host): HttpResponse | undefined {
  const [, name, kind] = request.method === 'GET' ? (PATH.exec(request.path) ?? []) : []
  if (name === undefined) return undefined
  const given = (key: string) => request.query.get(key) ?? ''
  const where = { account: given('account'), region: given('region') }
  const code =
    kind === 'layer'
      ? layerVersions({ store: host.store, ...where }).get(`${name}:${given('version')}`)?.code
      : lookUpVersion(host, { ...where, name }, given('version'))?.code
  if (!code || code.hotFolder !== undefined || code.zip.id !== given('key')) return jsonResponse(404, { message: `There is no code of ${name} at this address.` })
  return { status: 200, headers: { 'content-type': 'application/zip' }, body: host.blobs.read(code.zip) }
}

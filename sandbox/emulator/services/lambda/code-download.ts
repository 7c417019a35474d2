import type { Host } from '../../kernel/context.ts'
import type { HttpRequest, HttpResponse } from '../../kernel/http.ts'
import { jsonResponse } from '../../kernel/http.ts'
import { functionArn } from './function-name.ts'
import { functions, type FunctionRecord } from './state.ts'

const PATH = /^\/2015-03-31\/functions\/([^/]+)\/code-archive$/

/** Where a function's zip can be had without a signature, as with AWS's presigned `Code.Location`. */
export function codeLocation(host: Host, { account, region, name, revisionId }: FunctionRecord): string {
  const query = new URLSearchParams({ account, region, revision: revisionId })
  return `${host.settings.endpoint}/2015-03-31/functions/${name}/code-archive?${query.toString()}`
}

/** Answers a `codeLocation`; undefined where the request is for something else. */
export function downloadCode(request: HttpRequest, host: Host): HttpResponse | undefined {
  const [, name] = request.method === 'GET' ? (PATH.exec(request.path) ?? []) : []
  if (name === undefined) return undefined
  const [account, region] = [request.query.get('account') ?? '', request.query.get('region') ?? '']
  const found = functions({ store: host.store, account, region }).get(name)
  // The revision stands for the signature of AWS's link: it is not to be guessed, and a change makes the link invalid.
  if (!found || found.revisionId !== request.query.get('revision'))
    return jsonResponse(404, { message: `There is no code for ${functionArn({ account, region }, name)} at this address.` })
  return { status: 200, headers: { 'content-type': 'application/zip' }, body: host.blobs.read(found.code.zip) }
}

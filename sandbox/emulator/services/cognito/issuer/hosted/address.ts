import type { Context } from '../../../../kernel/context.ts'
import type { HttpRequest } from '../../../../kernel/http.ts'

const PATH = /^(\/_aws\/cognito\/([^/]+))(\/.*)?$/
const HOST = /^([a-z0-9-]+)\.auth\.[a-z0-9-]+\.amazoncognito\.com$/

export interface HostedAddress {
  /** A domain, or a pool's id. */
  readonly name: string
  /** What stands before the endpoint's own path: empty where the host says whose it is. */
  readonly base: string
  /** `/oauth2/authorize` and the like. */
  readonly endpoint: string
}

/** Whose page or endpoint a request is for: `/_aws/cognito/<domain or pool id>/…`, or `<domain>.auth.<region>.amazoncognito.com`. */
export function hostedAddress({ host, path }: Pick<HttpRequest, 'host' | 'path'>): HostedAddress | undefined {
  const prefix = HOST.exec(host)?.[1]
  if (prefix !== undefined) return { name: prefix, base: '', endpoint: path }
  const [, base, name, endpoint = '/'] = PATH.exec(path) ?? []
  return base === undefined || name === undefined ? undefined : { name, base, endpoint }
}

/** Where a pool's pages are at this engine. */
export const hostedUrl = ({ settings }: Pick<Context, 'settings'>, name: string): string => `${settings.endpoint}/_aws/cognito/${name}`

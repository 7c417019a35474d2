import type { HttpRequest } from '../../kernel/http.ts'

/** Requests to a deployed API: `<apiId>.execute-api.…` by host, or `/_aws/execute-api/<apiId>/…` by path. */
export function isToDeployedApi(request: HttpRequest): boolean {
  return /^[a-z0-9]+\.execute-api\./.test(request.host) || request.path.startsWith('/_aws/execute-api/')
}

/** Those, and the management of HTTP APIs: that of REST APIs is signed by the same name. No bucket has so short a name. */
export function claimsHttpApi(request: HttpRequest): boolean {
  return isToDeployedApi(request) || request.path.startsWith('/v2/')
}

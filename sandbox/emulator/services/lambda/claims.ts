import type { HttpRequest } from '../../kernel/http.ts'

/** The API by its path (also the links to code, which are not signed), and function URLs by host or path. */
export function claimsLambda({ path, host }: HttpRequest): boolean {
  return (
    /^\/20\d\d-\d\d-\d\d\/(functions|event-source-mappings|layers)/.test(path) ||
    /^[a-z0-9]+\.lambda-url\./.test(host) ||
    path.startsWith('/_aws/lambda-url/')
  )
}

import type { HttpResponse } from '../../../../kernel/http.ts'
import { checkAuthorization } from './authorization.ts'
import { clientOf } from './client-authentication.ts'
import { forgetBrowser, sendBack, signedIn } from './granting.ts'
import { redirect, withQuery, type Visit } from './visit.ts'

/** `GET /oauth2/authorize`: a browser that is signed in goes back to the client at once, any other to the login page. */
export async function authorize(visit: Visit): Promise<HttpResponse> {
  const { request: { query, rawQuery }, base } = visit
  const checked = checkAuthorization(visit, query)
  if (!checked.ok) return redirect(checked.location)
  const { redirectUri, state } = checked.asked
  const known = query.get('prompt') === 'login' ? undefined : signedIn(visit)
  if (known) return sendBack(visit, checked.asked, known.user, known.session)
  if (query.get('prompt') === 'none') return redirect(withQuery(redirectUri, { error: 'login_required', state }))
  return redirect(`${base}/login?${rawQuery}`)
}

/**
 * `GET /logout`: forgets the browser and sends it to one of the client's sign-out addresses (`logout_uri`), or to the
 * login page for another sign-in (`redirect_uri` and `response_type`). Tokens that were issued stay valid.
 */
export function logout(visit: Visit): HttpResponse {
  const { request: { query, rawQuery }, base, pool, ctx } = visit
  const headers = { 'set-cookie': forgetBrowser(visit) }
  const [clientId, target] = [query.get('client_id') ?? '', query.get('logout_uri')]
  if (target === null) {
    const checked = checkAuthorization(visit, query)
    return redirect(checked.ok ? `${base}/login?${rawQuery}` : checked.location, headers)
  }
  const client = clientOf({ ctx, pool }, clientId)
  if (!client?.settings.LogoutURLs?.includes(target)) {
    const error = client ? 'redirect_mismatch' : 'Client does not exist.'
    return redirect(withQuery(`${base}/error`, { error, client_id: clientId }), headers)
  }
  return redirect(withQuery(target, { state: query.get('state') ?? undefined }), headers)
}

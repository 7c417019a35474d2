import type { InitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider'
import { AwsError } from '../../../../kernel/errors.ts'
import type { HttpResponse } from '../../../../kernel/http.ts'
import type { User } from '../../state.ts'
import { respond } from '../answers.ts'
import type { Attempt } from '../attempt.ts'
import { byPassword } from '../password-sign-in.ts'
import { safeEqual } from '../password.ts'
import { checkAuthorization, type Authorization } from './authorization.ts'
import { rememberBrowser, sendBack } from './granting.ts'
import { challengePage, loginPage, setUpFactor, type Asking } from './login-pages.ts'
import { cookie, readForm, redirect, setCookie, type Visit } from './visit.ts'

/** The form must say what the cookie says: a page elsewhere can send the one and not read the other. */
const CSRF_COOKIE = 'XSRF-TOKEN'
const CSRF_S = 3600

/** `GET /login`: the page, for the client and with the parameters of the authorize endpoint. */
export function showLogin(visit: Visit): HttpResponse {
  const checked = checkAuthorization(visit, visit.request.query)
  if (!checked.ok) return redirect(checked.location)
  const csrf = cookie(visit, CSRF_COOKIE) || visit.ctx.ids.uuid()
  return loginPage({ csrf, headers: { 'set-cookie': setCookie(visit, CSRF_COOKIE, csrf, CSRF_S) } })
}

/** `POST /login`: name and password, or the answer to what was asked after them. */
export async function login(visit: Visit): Promise<HttpResponse> {
  const checked = checkAuthorization(visit, visit.request.query)
  if (!checked.ok) return redirect(checked.location)
  const fields = await readForm(visit)
  const csrf = cookie(visit, CSRF_COOKIE)
  if (!fields || !csrf || !safeEqual(csrf, fields.get('_csrf') ?? '')) return expired(visit)
  let admitted: User | undefined
  const attempt = attemptOf(visit, checked.asked, fields, (user) => (admitted = user))
  const field = (name: string) => fields.get(name) ?? ''
  const asking: Asking = { csrf, challenge: field('challenge'), session: field('session'), name: field('username'), setup: field('secret') }
  try {
    const answer = await take(visit, attempt, asking, fields)
    if (!admitted) return challengePage(visit, attempt, { ...asking, ...next(answer) })
    const { session, setCookie: remembered } = rememberBrowser(visit, admitted)
    return await sendBack(visit, checked.asked, admitted, session, [remembered, setCookie(visit, CSRF_COOKIE, '', 0)])
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    const lost = error.message.includes('session')
    return asking.challenge && !lost ? challengePage(visit, attempt, asking, error.message) : loginPage({ csrf, name: asking.name, problem: error.message })
  }
}

function expired(visit: Visit): HttpResponse {
  const csrf = visit.ctx.ids.uuid()
  const headers = { 'set-cookie': setCookie(visit, CSRF_COOKIE, csrf, CSRF_S) }
  return { ...loginPage({ csrf, headers, problem: 'This page was open for too long. Please sign in again.' }), status: 403 }
}

const CODES = ['SOFTWARE_TOKEN_MFA_CODE', 'SMS_MFA_CODE', 'EMAIL_OTP_CODE']

/** A page has no secret: what the client must prove elsewhere is not asked of its users. */
function attemptOf({ pool }: Visit, { client }: Authorization, fields: URLSearchParams, onAdmitted: (user: User) => void): Attempt {
  const { ClientSecret: _, ...settings } = client.settings
  const parameters = {
    USERNAME: fields.get('username') ?? '',
    PASSWORD: fields.get('password') ?? '',
    NEW_PASSWORD: fields.get('new_password') ?? '',
    ...Object.fromEntries(CODES.map((name) => [name, fields.get('code') ?? ''])),
    ...Object.fromEntries([...fields].filter(([name]) => name.startsWith('userAttributes.'))),
  }
  return { pool, client: { ...client, settings }, admin: false, parameters, onAdmitted }
}

async function take(visit: Visit, attempt: Attempt, asking: Asking, fields: URLSearchParams): Promise<InitiateAuthResponse> {
  if (asking.challenge === '') return byPassword(visit.ctx, attempt)
  if (asking.challenge !== 'MFA_SETUP') return respond(visit.ctx, asking.challenge, asking.session, attempt)
  const session = await setUpFactor(visit, asking, fields.get('code') ?? '')
  return respond(visit.ctx, asking.challenge, session, attempt)
}

const next = ({ ChallengeName, Session, ChallengeParameters }: InitiateAuthResponse) => ({
  challenge: ChallengeName ?? '',
  session: Session ?? '',
  name: ChallengeParameters?.['USER_ID_FOR_SRP'] ?? '',
  missing: JSON.parse(ChallengeParameters?.['requiredAttributes'] ?? '[]') as string[],
  setup: '',
})

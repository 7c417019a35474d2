import type { HttpResponse } from '../../../../kernel/http.ts'
import { codeMismatch } from '../../errors.ts'
import type { Attempt } from '../attempt.ts'
import { saveSoftwareToken, softwareTokenOwner } from '../software-token.ts'
import { newSecret, stepOfCode } from '../totp.ts'
import { escape, form, htmlPage, type Field } from './pages.ts'
import type { Visit } from './visit.ts'

/** What stands between a page and its answer. */
export interface Asking {
  readonly csrf: string
  /** The challenge's name; empty for name and password. */
  readonly challenge: string
  readonly session: string
  readonly name: string
  /** MFA_SETUP: the secret that the page shows. */
  readonly setup: string
  /** NEW_PASSWORD_REQUIRED: attributes that the user must give (`userAttributes.name`). */
  readonly missing?: readonly string[]
}

export function loginPage(options: { csrf: string; name?: string; problem?: string; headers?: HttpResponse['headers'] }): HttpResponse {
  const { csrf, name, problem, headers } = options
  const fields: Field[] = [
    { name: 'username', label: 'Email or username', type: 'text', autocomplete: 'username', ...(name ? { value: name } : {}) },
    { name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password' },
  ]
  return htmlPage(problem === undefined ? 200 : 400, 'Sign in', form({ fields, hidden: { _csrf: csrf }, button: 'Sign in', problem }), headers)
}

const CODE: Field = { name: 'code', label: 'Code', type: 'text', autocomplete: 'one-time-code', numeric: true }

const CODE_PAGES: Readonly<Record<string, string>> = {
  SOFTWARE_TOKEN_MFA: 'Enter the code of your app',
  SMS_MFA: 'Enter the code that you were sent by text message',
  EMAIL_OTP: 'Enter the code that you were sent by email',
}

/** The page for a challenge; a challenge that has none here is said by name. */
export function challengePage(visit: Visit, attempt: Attempt, asking: Asking, problem?: string): HttpResponse {
  const status = problem === undefined ? 200 : 400
  const hidden = { _csrf: asking.csrf, challenge: asking.challenge, session: asking.session, username: asking.name }
  if (asking.challenge === 'NEW_PASSWORD_REQUIRED') {
    const missing = (asking.missing ?? givenNames(attempt)).map((name): Field => ({ name, label: name.replace('userAttributes.', ''), type: 'text', autocomplete: 'on' }))
    const fields: Field[] = [{ name: 'new_password', label: 'New password', type: 'password', autocomplete: 'new-password' }, ...missing]
    return htmlPage(status, 'Choose a new password', form({ fields, hidden, button: 'Change password', problem }))
  }
  if (CODE_PAGES[asking.challenge])
    return htmlPage(status, CODE_PAGES[asking.challenge]!, form({ fields: [CODE], hidden, button: 'Sign in', problem }))
  if (asking.challenge === 'MFA_SETUP') {
    const secret = asking.setup || newSecret(visit.ctx.ids)
    const note = `<p>Add this key to your authenticator app, then enter the code that it shows.</p>\n<p><code>${escape(secret)}</code></p>\n`
    return htmlPage(status, 'Set up an authenticator app', form({ fields: [CODE], hidden: { ...hidden, secret }, button: 'Sign in', problem, note }))
  }
  return htmlPage(501, 'Sign in', `<p role="alert">The challenge ${escape(asking.challenge)} has no page here.</p>`)
}

const givenNames = ({ parameters }: Attempt) => Object.keys(parameters).filter((name) => name.startsWith('userAttributes.'))

/** Takes the first code of the app that the page has shown the key of; gives the session that goes on. */
export async function setUpFactor({ ctx }: Visit, { session, setup }: Asking, code: string): Promise<string> {
  const owner = await softwareTokenOwner(ctx, { Session: session })
  if (!/^[A-Z2-7]{52}$/.test(setup) || stepOfCode(setup, code, ctx.now) === undefined) throw codeMismatch('Invalid code received for user')
  return saveSoftwareToken(ctx, owner, { secret: setup, verified: true }).Session ?? session
}

import { decodeJwt, decodeProtectedHeader, type JSONWebKeySet } from 'jose'
import type { Diagnosis, Finding } from '../diagnosis.ts'
import type { Patient } from '../patient.ts'

/** Why a token is refused: the one that was given, else what the API has said of those that came last. */
export const tokenRefused: Diagnosis = {
  name: 'token-refused',
  async examine(patient) {
    return patient.token === undefined ? lastRefusal(patient) : reasonsOf(patient.token, patient)
  },
}

async function lastRefusal(patient: Patient): Promise<Finding[]> {
  const calls = (await patient.journal()).filter(({ service }) => service === 'execute-api')
  const last = calls.at(-1)
  if (!last || (last.status !== 401 && last.status !== 403 && last.status !== 404)) return []
  if (last.status === 404)
    return [{
      weight: 70,
      problem: 'The last request to the API was for a route that it does not have (404 Not Found).',
      because: [`${last.resources[0] ?? last.operation}`],
      remedy: 'Post to <ApiUrl>/uploads; sandbox status shows the address.',
    }]
  const reason = last.error ?? (last.status === 401 ? 'the request had no token' : 'the token lacks a scope of the route')
  return [{
    weight: 90,
    problem: `The last request to the API was refused with ${last.status}: ${reason}.`,
    because: [`Request ${last.requestId} of ${new Date(last.time).toISOString()}.`],
    remedy: last.status === 401
      ? 'Send a fresh one: curl -H "Authorization: Bearer $(sandbox token)" …; sandbox doctor --token <jwt> looks at the one that you have.'
      : 'Ask for a token with that scope.',
  }]
}

async function reasonsOf(token: string, patient: Patient): Promise<Finding[]> {
  const { UserPoolId = '', UserPoolClientId = '' } = patient.target.stack.outputs
  const finding = (problem: string, because: string, remedy = 'Get a fresh one: sandbox token'): Finding => ({ weight: 99, problem, because: [because], remedy })
  let claims, header
  try {
    claims = decodeJwt(token)
    header = decodeProtectedHeader(token)
  } catch (error) {
    return [finding('The token is no JWT.', (error as Error).message)]
  }
  const found: Finding[] = []
  const now_s = Math.floor(Date.now() / 1000)
  if (header.alg !== 'RS256') found.push(finding(`The token is signed with ${header.alg}, and the pool signs with RS256.`, `Its header says alg ${header.alg}.`))
  if (claims.iss?.split('/').at(-1) !== UserPoolId) found.push(finding(`The token is of another issuer: ${claims.iss}.`, `The stack's user pool is ${UserPoolId}.`))
  const audience = claims.aud ?? (claims['client_id'] as string | undefined)
  if (![audience].flat().includes(UserPoolClientId)) found.push(finding(`The token is for another client: ${String(audience)}.`, `The stack's client is ${UserPoolClientId}.`))
  if (claims.exp !== undefined && claims.exp <= now_s) found.push(finding(`The token expired ${new Date(claims.exp * 1000).toISOString()}.`, `It is ${new Date(now_s * 1000).toISOString()}.`))
  if (claims.nbf !== undefined && claims.nbf > now_s) found.push(finding(`The token is not valid before ${new Date(claims.nbf * 1000).toISOString()}.`, `It is ${new Date(now_s * 1000).toISOString()}.`))
  if (found.length === 0 && !(await hasKey(patient, UserPoolId, header.kid)))
    found.push(finding(`The token is signed with a key that the user pool does not have: ${header.kid}.`, 'The pool may have been made anew since, as by "sandbox down" and a new state.'))
  return found
}

async function hasKey({ target }: Patient, poolId: string, kid: string | undefined): Promise<boolean> {
  const { edge, region } = target.session.endpoints
  const response = await fetch(`${edge ?? `https://cognito-idp.${region}.amazonaws.com`}/${poolId}/.well-known/jwks.json`)
  if (!response.ok) return true
  return ((await response.json()) as JSONWebKeySet).keys.some((key) => key.kid === kid)
}

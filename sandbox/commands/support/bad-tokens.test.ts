import { compactVerify, createLocalJWKSet, createRemoteJWKSet, decodeJwt, decodeProtectedHeader, exportSPKI, importJWK, jwtVerify, type CryptoKey, type JSONWebKeySet } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Workplace, type UpReport } from '../../testing/cli.ts'
import { BAD_TOKEN_KINDS, type BadTokenKind } from './bad-token-kinds.ts'
import { makeBadToken, type Material } from './bad-tokens.ts'

describe('bad tokens of a sandbox that is up', () => {
  const place = new Workplace()
  let report: UpReport
  let good: Material
  let api: string

  beforeAll(async () => {
    report = await place.up()
    api = `${report.stack.outputs['ApiUrl']!.replace(/\/$/, '')}/uploads`
    const tokens = JSON.parse((await place.sandbox('token', '--json')).stdout) as { accessToken: string; idToken: string }
    good = { ...tokens, edge: report.endpoints.edge }
  }, 60_000)
  afterAll(() => place[Symbol.asyncDispose]())

  const call = async (token: string) => {
    const answer = await fetch(api, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: '{"content":"x"}' })
    return { status: answer.status, body: await answer.text(), about: answer.headers.get('www-authenticate') ?? '' }
  }
  const jwks = () => new URL(`${report.endpoints.edge}/${report.stack.outputs['UserPoolId']}/.well-known/jwks.json`)

  test('the good token is accepted', async () => {
    expect(await call(good.accessToken)).toMatchObject({ status: 200 })
  }, 30_000)

  // The ID token has the client id as its audience, which is all that a JWT authorizer without scopes asks for.
  const refused = Object.keys(BAD_TOKEN_KINDS).filter((kind) => kind !== 'id-token') as BadTokenKind[]
  test.each(refused)('%s: 401 in AWS\'s words', async (kind) => {
    const { status, body, about } = await call(await makeBadToken(kind, good))
    expect([status, body]).toEqual([401, '{"message":"Unauthorized"}'])
    expect(about).toContain('error="invalid_token"')
  })

  test('id-token: accepted, as in AWS', async () => {
    const token = await makeBadToken('id-token', good)
    expect(decodeJwt(token)['token_use']).toBe('id')
    expect(await call(token)).toMatchObject({ status: 200 })
  }, 30_000)

  test.each([
    ['wrong-issuer', (claims: Record<string, unknown>) => expect(claims['iss']).toMatch(/_WrongPool$/)],
    ['wrong-audience', (claims: Record<string, unknown>) => expect(claims['client_id']).not.toBe(decodeJwt(good.accessToken)['client_id'])],
    ['expired', (claims: Record<string, unknown>) => expect(claims['exp']).toBeLessThan(Date.now() / 1000)],
    ['not-yet-valid', (claims: Record<string, unknown>) => expect(claims['nbf']).toBeGreaterThan(Date.now() / 1000)],
  ] as const)('%s: that is the only thing wrong, the signature holds', async (kind, check) => {
    const token = await makeBadToken(kind, good)
    await compactVerify(token, createRemoteJWKSet(jwks()))
    check(decodeJwt(token))
  })

  test('the others are wrong in the way that they say', async () => {
    const headOf = async (kind: BadTokenKind) => decodeProtectedHeader(await makeBadToken(kind, good))
    expect(await headOf('alg-none')).toMatchObject({ alg: 'none' })
    expect((await makeBadToken('alg-none', good)).endsWith('.')).toBe(true)
    const keys = (await (await fetch(jwks())).json()) as JSONWebKeySet
    expect(keys.keys.map(({ kid }) => kid)).not.toContain((await headOf('unknown-kid')).kid)
    const turned = await makeBadToken('wrong-signature', good)
    expect(turned.split('.').slice(0, 2)).toEqual(good.accessToken.split('.').slice(0, 2))
    await expect(jwtVerify(turned, createLocalJWKSet(keys))).rejects.toMatchObject({ code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' })
    const forged = await makeBadToken('hs256', good)
    const key = keys.keys.find(({ kid }) => kid === decodeProtectedHeader(forged).kid)!
    const pem = await exportSPKI((await importJWK(key, 'RS256')) as CryptoKey)
    expect((await jwtVerify(forged, new TextEncoder().encode(pem))).protectedHeader.alg).toBe('HS256')
  })

  test('the command prints one, and explains them all', async () => {
    const { stdout, code } = await place.sandbox('token', '--bad', 'expired')
    expect(code).toBe(0)
    expect(await call(stdout.trim())).toMatchObject({ status: 401, about: expect.stringContaining('the token has expired') })
    const help = (await place.sandbox('token', '--help')).stdout
    for (const kind of Object.keys(BAD_TOKEN_KINDS)) expect(help).toMatch(new RegExp(`^  ${kind} +\\S`, 'm'))
    expect(await place.sandbox('token', '--bad', 'nothing')).toMatchObject({ code: 2, stdout: '' })
  }, 30_000)
})

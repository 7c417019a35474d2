import { createHash, createHmac, getDiffieHellman } from 'node:crypto'
import { InitiateAuthCommand, RespondToAuthChallengeCommand, type CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { createTestEngine } from '../../../../testing/engine.ts'
import { fakeLambda, FUNCTION } from '../../../../testing/http-api.ts'
import { claimSignature, serverPublic, verifierOf } from './srp.ts'
import { ADA, PASSWORD, poolWithAda } from './test-pool.ts'

const N = BigInt(`0x${getDiffieHellman('modp15').getPrime('hex')}`)
const number = (hex: string) => BigInt(`0x${hex}`)

function power(base: bigint, exponent: bigint): bigint {
  let [result, square, left] = [1n, base % N, exponent]
  for (; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % N
    square = (square * square) % N
  }
  return result
}

test('the signature is the one that AWS\'s amazon-cognito-identity-js 6.3 computes from the same numbers', () => {
  const who = { poolName: 'AbCdEfGhI', username: 'user-1' }
  const verifier = verifierOf(who, PASSWORD, '8a'.repeat(16))
  const serverPrivate = '2e'.repeat(64)
  const clientPublic = power(2n, number('1f'.repeat(64))).toString(16)
  const exchange = { clientPublic, serverPrivate, serverPublic: serverPublic(verifier, serverPrivate), verifier }
  const secretBlock = Buffer.from('secret block').toString('base64')
  const signature = claimSignature(exchange, { ...who, secretBlock, timestamp: 'Sun Nov 22 21:00:00 UTC 2026' })
  expect(signature).toBe('4GqNddmtm7Un9QsphCVrOwg104HkqSxmdykvQH1cUZ4=')
})

/** The client's half, by the formulas of SRP: S = (B - k·g^x)^(a + u·x). */
function clientAnswer(a: bigint, poolName: string, password: string, challenge: Record<string, string>): Record<string, string> {
  const padded = (value: bigint) => {
    const hex = value.toString(16)
    const even = hex.padStart(hex.length + (hex.length % 2), '0')
    return Buffer.from(even[0]! >= '8' ? `00${even}` : even, 'hex')
  }
  const hash = (...parts: (Buffer | string)[]) => parts.reduce((h, part) => h.update(part), createHash('sha256')).digest()
  const user = challenge['USER_ID_FOR_SRP']!
  const B = number(challenge['SRP_B']!)
  const u = number(hash(padded(power(2n, a)), padded(B)).toString('hex'))
  const k = number(hash(padded(N), padded(2n)).toString('hex'))
  const x = number(hash(padded(number(challenge['SALT']!)), hash(`${poolName}${user}:${password}`)).toString('hex'))
  const S = power((B - ((k * power(2n, x)) % N) + N) % N, a + u * x)
  const extracted = createHmac('sha256', padded(u)).update(padded(S)).digest()
  const key = createHmac('sha256', extracted).update('Caldera Derived Key\u0001').digest().subarray(0, 16)
  const TIMESTAMP = 'Sun Nov 22 21:00:00 UTC 2026'
  const secretBlock = Buffer.from(challenge['SECRET_BLOCK']!, 'base64')
  const signature = createHmac('sha256', key).update(poolName + user).update(secretBlock).update(TIMESTAMP).digest('base64')
  return {
    USERNAME: user, TIMESTAMP, PASSWORD_CLAIM_SIGNATURE: signature, PASSWORD_CLAIM_SECRET_BLOCK: challenge['SECRET_BLOCK']!,
  }
}

async function srp(setup: { cognito: CognitoIdentityProviderClient; ClientId: string; UserPoolId: string }, USERNAME: string, password: string) {
  const { cognito, ClientId, UserPoolId } = setup
  const a = number('7b'.repeat(128))
  const AuthParameters = { USERNAME, SRP_A: power(2n, a).toString(16) }
  const asked = await cognito.send(new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_SRP_AUTH', AuthParameters }))
  expect(asked.ChallengeName).toBe('PASSWORD_VERIFIER')
  const ChallengeResponses = clientAnswer(a, UserPoolId.split('_')[1]!, password, asked.ChallengeParameters!)
  const answer = () => cognito.send(new RespondToAuthChallengeCommand({ ClientId, ChallengeName: 'PASSWORD_VERIFIER', ChallengeResponses }))
  return { asked, answer }
}

test('a password is proved without being sent; the same proof is not taken twice', async () => {
  await using engine = await createTestEngine()
  const setup = await poolWithAda(engine)
  const { asked, answer } = await srp(setup, ADA, PASSWORD)
  expect(asked.ChallengeParameters).toMatchObject({ USERNAME: setup.user.Username, USER_ID_FOR_SRP: setup.user.Username })
  expect((await answer()).AuthenticationResult?.IdToken).toBeDefined()
  await expect(answer()).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  const wrong = await srp(setup, ADA, 'wrong')
  await expect(wrong.answer()).rejects.toMatchObject({ name: 'NotAuthorizedException', message: 'Incorrect username or password.' })
})

test('a public number that would give the key away is refused', async () => {
  await using engine = await createTestEngine()
  const { cognito, ClientId } = await poolWithAda(engine)
  for (const SRP_A of [N.toString(16), '0', 'no hex']) {
    const AuthParameters = { USERNAME: ADA, SRP_A }
    const start = new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_SRP_AUTH', AuthParameters })
    await expect(cognito.send(start)).rejects.toMatchObject({ name: 'InvalidParameterException' })
  }
})

test('where existence is hidden a stranger gets a challenge too, with the same salt each time, and fails it', async () => {
  await using engine = await createTestEngine()
  const setup = await poolWithAda(engine, { client: { PreventUserExistenceErrors: 'ENABLED' } })
  const [one, two] = [await srp(setup, 'x@example.com', 'x'), await srp(setup, 'x@example.com', 'x')]
  expect(one.asked.ChallengeParameters!['SALT']).toBe(two.asked.ChallengeParameters!['SALT'])
  await expect(one.answer()).rejects.toMatchObject({ name: 'NotAuthorizedException', message: 'Incorrect username or password.' })
})

test('the password may be one of a pool\'s own challenges, and a wrong one ends the sign-in', async () => {
  await using engine = await createTestEngine()
  fakeLambda(engine, (event) => {
    const session = (event['request'] as { session: { challengeName: string }[] }).session.map(({ challengeName }) => challengeName)
    const done = session.join() === 'SRP_A,PASSWORD_VERIFIER'
    return { ...event, response: done ? { issueTokens: true } : { challengeName: 'PASSWORD_VERIFIER', issueTokens: false } }
  })
  const { cognito, ClientId, UserPoolId } = await poolWithAda(engine, { pool: { LambdaConfig: { DefineAuthChallenge: FUNCTION } }, client: { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH'] } })
  const a = number('7b'.repeat(128))
  const answer = async (password: string) => {
    const AuthParameters = { USERNAME: ADA, CHALLENGE_NAME: 'SRP_A', SRP_A: power(2n, a).toString(16) }
    const asked = await cognito.send(new InitiateAuthCommand({ ClientId, AuthFlow: 'CUSTOM_AUTH', AuthParameters }))
    const ChallengeResponses = clientAnswer(a, UserPoolId.split('_')[1]!, password, asked.ChallengeParameters!)
    return cognito.send(new RespondToAuthChallengeCommand({ ClientId, ChallengeName: 'PASSWORD_VERIFIER', ChallengeResponses }))
  }
  expect((await answer(PASSWORD)).AuthenticationResult?.IdToken).toBeDefined()
  await expect(answer('wrong')).rejects.toMatchObject({ name: 'NotAuthorizedException' })
})

import type { ChallengeResult, User } from '../../state.ts'
import type { Attempt } from '../attempt.ts'
import { attributesOf, runTrigger, unrecognizable, withMetadata, type Acting, type TriggerEvent } from './invoke.ts'
import { flag, text, textMap } from './read.ts'

/** Where a sign-in by a pool's own challenges stands. */
export interface Standing {
  readonly attempt: Attempt
  /** The name that was given, which may be nobody's. */
  readonly name: string
  readonly user: User | undefined
  readonly answered: readonly ChallengeResult[]
}

function event({ attempt, name, user }: Standing, source: string, request: object, response: object): TriggerEvent {
  const about = { userAttributes: user ? attributesOf(user) : {}, ...withMetadata(attempt.metadata), ...(user ? {} : { userNotFound: true }) }
  return { source, userName: user?.username ?? name, client: attempt.client, request: { ...about, ...request }, response }
}

export type Decision = { readonly verdict: 'tokens' } | { readonly verdict: 'refused' } | { readonly verdict: 'ask'; readonly challenge: string }

/** What comes next: tokens, a refusal, or another challenge. */
export async function defineChallenge(ctx: Acting, standing: Standing): Promise<Decision> {
  const response = { challengeName: null, issueTokens: null, failAuthentication: null }
  const asked = event(standing, 'DefineAuthChallenge_Authentication', { session: standing.answered }, response)
  const answer = (await runTrigger(ctx, standing.attempt.pool, 'DefineAuthChallenge', asked)) ?? {}
  if (flag(answer, 'failAuthentication')) return { verdict: 'refused' }
  if (flag(answer, 'issueTokens')) return { verdict: 'tokens' }
  const challenge = text(answer, 'challengeName')
  if (!challenge) throw unrecognizable()
  return { verdict: 'ask', challenge }
}

export interface CreatedChallenge {
  readonly publicParameters: Readonly<Record<string, string>>
  readonly privateParameters: Readonly<Record<string, string>>
  readonly metadata: string | null
}

export async function createChallenge(ctx: Acting, standing: Standing): Promise<CreatedChallenge> {
  const response = { publicChallengeParameters: null, privateChallengeParameters: null, challengeMetadata: null }
  const request = { challengeName: 'CUSTOM_CHALLENGE', session: standing.answered }
  const asked = event(standing, 'CreateAuthChallenge_Authentication', request, response)
  const answer = (await runTrigger(ctx, standing.attempt.pool, 'CreateAuthChallenge', asked)) ?? {}
  return {
    publicParameters: textMap(answer, 'publicChallengeParameters') ?? {},
    privateParameters: textMap(answer, 'privateChallengeParameters') ?? {},
    metadata: text(answer, 'challengeMetadata') ?? null,
  }
}

export async function verifyChallenge(
  ctx: Acting,
  standing: Standing,
  { challengeAnswer, privateChallengeParameters }: { challengeAnswer: string; privateChallengeParameters: Readonly<Record<string, string>> },
): Promise<boolean> {
  const request = { privateChallengeParameters, challengeAnswer }
  const asked = event(standing, 'VerifyAuthChallengeResponse_Authentication', request, { answerCorrect: null })
  return flag((await runTrigger(ctx, standing.attempt.pool, 'VerifyAuthChallengeResponse', asked)) ?? {}, 'answerCorrect')
}

import type { ExplicitAuthFlowsType, InitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider'
import type { Context } from '../../../kernel/context.ts'
import * as errors from '../errors.ts'
import type { Client } from '../state.ts'
import { parameter, type Attempt } from './attempt.ts'
import { startCustom } from './custom-auth.ts'
import { byPassword } from './password-sign-in.ts'
import { checkSecretHash } from './secret-hash.ts'
import { readRefreshToken, refresh } from './sessions.ts'
import { startSrp } from './srp-sign-in.ts'
import { startUserAuth } from './user-auth.ts'

type Flow = (ctx: Context, attempt: Attempt) => InitiateAuthResponse | Promise<InitiateAuthResponse>

interface FlowEntry {
  readonly admin: boolean
  readonly open: boolean
  readonly allowedBy: readonly ExplicitAuthFlowsType[]
  readonly run: Flow
}

const BY_ADMIN: readonly ExplicitAuthFlowsType[] = ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH']

/** Every flow by its name: which of the two operations has it, and what switches it on in a client. */
const FLOWS: Readonly<Record<string, FlowEntry>> = {
  USER_PASSWORD_AUTH: { admin: false, open: true, allowedBy: ['ALLOW_USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH'], run: byPassword },
  ADMIN_USER_PASSWORD_AUTH: { admin: true, open: false, allowedBy: BY_ADMIN, run: byPassword },
  ADMIN_NO_SRP_AUTH: { admin: true, open: false, allowedBy: BY_ADMIN, run: byPassword },
  USER_SRP_AUTH: { admin: true, open: true, allowedBy: ['ALLOW_USER_SRP_AUTH'], run: (ctx, attempt) => startSrp(ctx, attempt) },
  CUSTOM_AUTH: { admin: true, open: true, allowedBy: ['ALLOW_CUSTOM_AUTH', 'CUSTOM_AUTH_FLOW_ONLY'], run: startCustom },
  USER_AUTH: { admin: true, open: true, allowedBy: ['ALLOW_USER_AUTH'], run: startUserAuth },
  REFRESH_TOKEN_AUTH: { admin: true, open: true, allowedBy: ['ALLOW_REFRESH_TOKEN_AUTH'], run: byRefreshToken },
  REFRESH_TOKEN: { admin: true, open: true, allowedBy: ['ALLOW_REFRESH_TOKEN_AUTH'], run: byRefreshToken },
}

const DEFAULT_FLOWS: readonly ExplicitAuthFlowsType[] = ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH']
/** What a client with flow names of the first generation (without `ALLOW_`) could always do besides. */
const FIRST_GENERATION: readonly ExplicitAuthFlowsType[] = ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH']

/** Tokens, or the challenge that comes first. Throws what AWS answers to a refused sign-in. */
export async function initiate(ctx: Context, flowName: string, attempt: Attempt): Promise<InitiateAuthResponse> {
  const flow = FLOWS[flowName]
  if (!flow || !(attempt.admin ? flow.admin : flow.open)) throw errors.invalidParameter('Initiate Auth method not supported.')
  if (!allows(attempt.client, flow.allowedBy)) throw errors.invalidParameter(refusal(flowName))
  return flow.run(ctx, attempt)
}

function allows({ settings }: Client, any: readonly ExplicitAuthFlowsType[]): boolean {
  const explicit = settings.ExplicitAuthFlows ?? []
  const flows = explicit.length === 0 ? DEFAULT_FLOWS : explicit
  const old = flows.some((flow) => !flow.startsWith('ALLOW_'))
  return any.some((flow) => flows.includes(flow) || (old && FIRST_GENERATION.includes(flow)))
}

function refusal(flowName: string): string {
  if (flowName === 'USER_PASSWORD_AUTH') return 'USER_PASSWORD_AUTH flow not enabled for this client'
  if (flowName === 'USER_SRP_AUTH') return 'USER_SRP_AUTH is not enabled for the client.'
  return 'Auth flow not enabled for this client'
}

async function byRefreshToken(ctx: Context, { pool, client, parameters, metadata }: Attempt): Promise<InitiateAuthResponse> {
  if (client.settings.RefreshTokenRotation?.Feature === 'ENABLED')
    throw errors.invalidParameter('Refresh token rotation is enabled for this client, use GetTokensFromRefreshToken')
  const found = readRefreshToken(ctx, pool, client, parameter(parameters, 'REFRESH_TOKEN'))
  // The hash is over the user's own name here, not over an alias: the request carries no name.
  checkSecretHash(client, found.user.username, parameters['SECRET_HASH'])
  return { ChallengeParameters: {}, AuthenticationResult: await refresh(ctx, { pool, client, metadata, ...found }) }
}

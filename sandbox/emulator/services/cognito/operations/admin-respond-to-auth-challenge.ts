import type {
  AdminRespondToAuthChallengeCommandInput, AdminRespondToAuthChallengeCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { respond } from '../issuer/answers.ts'
import { poolArn } from '../issuer/issuer.ts'
import { CLIENT_ID, USER_POOL_ID } from '../limits.ts'
import { findClient, findPool } from '../state.ts'

export const AdminRespondToAuthChallenge = operation<AdminRespondToAuthChallengeCommandInput, AdminRespondToAuthChallengeCommandOutput>({
  action: 'cognito-idp:AdminRespondToAuthChallenge',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID, ClientId: CLIENT_ID },
  handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    const client = findClient(ctx, pool, input.ClientId!)
    const attempt = { pool, client, admin: true, parameters: input.ChallengeResponses ?? {}, metadata: input.ClientMetadata }
    return respond(ctx, input.ChallengeName!, input.Session, attempt)
  },
})

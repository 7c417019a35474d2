import type {
  RespondToAuthChallengeCommandInput, RespondToAuthChallengeCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { nothing, operation } from '../../../kernel/operation.ts'
import { respond } from '../issuer/answers.ts'
import { CLIENT_ID } from '../limits.ts'
import { findClientAnywhere } from '../state.ts'

export const RespondToAuthChallenge = operation<RespondToAuthChallengeCommandInput, RespondToAuthChallengeCommandOutput>({
  action: 'cognito-idp:RespondToAuthChallenge',
  resource: '*',
  needs: nothing,
  limits: { ClientId: CLIENT_ID },
  handle(input, ctx) {
    const { pool, client } = findClientAnywhere(ctx, input.ClientId!)
    const attempt = { pool, client, admin: false, parameters: input.ChallengeResponses ?? {}, metadata: input.ClientMetadata }
    return respond(ctx, input.ChallengeName!, input.Session, attempt)
  },
})

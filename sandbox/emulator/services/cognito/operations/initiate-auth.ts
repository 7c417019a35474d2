import type { InitiateAuthCommandInput, InitiateAuthCommandOutput } from '@aws-sdk/client-cognito-identity-provider'
import { nothing, operation } from '../../../kernel/operation.ts'
import { initiate } from '../issuer/flows.ts'
import { AUTH_FLOWS, CLIENT_ID } from '../limits.ts'
import { findClientAnywhere } from '../state.ts'

export const InitiateAuth = operation<InitiateAuthCommandInput, InitiateAuthCommandOutput>({
  action: 'cognito-idp:InitiateAuth',
  resource: '*',
  needs: nothing,
  limits: { ClientId: CLIENT_ID, AuthFlow: { enum: AUTH_FLOWS } },
  handle(input, ctx) {
    const { pool, client } = findClientAnywhere(ctx, input.ClientId!)
    return initiate(ctx, input.AuthFlow!, { pool, client, admin: false, parameters: input.AuthParameters ?? {}, metadata: input.ClientMetadata })
  },
})

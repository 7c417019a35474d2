import type {
  VerifySoftwareTokenCommandInput, VerifySoftwareTokenCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { nothing, operation } from '../../../kernel/operation.ts'
import { enableSoftwareTokenMfa } from '../errors.ts'
import { associated, saveSoftwareToken, softwareTokenOwner } from '../issuer/software-token.ts'
import { stepOfCode } from '../issuer/totp.ts'
import { SESSION, TOKEN } from '../limits.ts'

export const VerifySoftwareToken = operation<VerifySoftwareTokenCommandInput, VerifySoftwareTokenCommandOutput>({
  action: 'cognito-idp:VerifySoftwareToken',
  resource: '*',
  needs: nothing,
  limits: { AccessToken: TOKEN, Session: SESSION, UserCode: { sensitive: true, min: 6, max: 6, pattern: '[0-9]+' } },
  async handle(input, ctx) {
    const owner = await softwareTokenOwner(ctx, input)
    const { secret } = associated(owner)
    if (stepOfCode(secret, input.UserCode!, ctx.now) === undefined)
      throw enableSoftwareTokenMfa('Code mismatch and fail enable Software Token MFA')
    const deviceName = input.FriendlyDeviceName === undefined ? {} : { deviceName: input.FriendlyDeviceName }
    return { Status: 'SUCCESS', ...saveSoftwareToken(ctx, owner, { secret, verified: true, ...deviceName }) }
  },
})

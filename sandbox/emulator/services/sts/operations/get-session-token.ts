import type { GetSessionTokenCommandInput, GetSessionTokenCommandOutput } from '@aws-sdk/client-sts'
import { nothing, operation } from '../../../kernel/operation.ts'
import { cannotCall } from '../errors.ts'
import { issue } from '../state.ts'

const TWELVE_HOURS_S = 43_200
const ONE_HOUR_S = 3600

/** New credentials of the caller itself. AWS cuts the root user's down to an hour, and refuses to temporary ones. */
export const GetSessionToken = operation<GetSessionTokenCommandInput, GetSessionTokenCommandOutput>({
  action: 'sts:GetSessionToken',
  resource: '*',
  // "No permissions are required for users to perform this operation."
  needs: nothing,
  limits: { DurationSeconds: { minValue: 900, maxValue: 129_600 } },
  handle(input, ctx) {
    const { accessKeyId: _, ...caller } = ctx.principal
    if ((caller.type !== 'root' && caller.type !== 'user') || caller.session) throw cannotCall('GetSessionToken')
    const asked = input.DurationSeconds ?? TWELVE_HOURS_S
    const session = { issuedAt: ctx.now, mfa: input.TokenCode !== undefined }
    return { Credentials: issue(ctx, { ...caller, session }, caller.type === 'root' ? Math.min(asked, ONE_HOUR_S) : asked) }
  },
})

import type { ResetServiceSpecificCredentialCommandInput, ResetServiceSpecificCredentialCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { newPassword, serviceCredentialView } from '../credential-views.ts'
import { ownUserResource } from '../state.ts'
import { findCredential, ownerOrCaller, SERVICE_CREDENTIALS } from '../user-credentials.ts'

export const ResetServiceSpecificCredential = operation<ResetServiceSpecificCredentialCommandInput, ResetServiceSpecificCredentialCommandOutput>({
  action: 'iam:ResetServiceSpecificCredential',
  resource: ownUserResource,
  storedOnly: true,
  limits: SERVICE_CREDENTIALS.limits,
  handle(input, ctx) {
    const user = ownerOrCaller(ctx, input)
    const credential = findCredential(ctx, SERVICE_CREDENTIALS, user, input.ServiceSpecificCredentialId!)
    return { ServiceSpecificCredential: { ...serviceCredentialView(user, credential), ServicePassword: newPassword(ctx) } }
  },
})

import type { CreateServiceSpecificCredentialCommandInput, CreateServiceSpecificCredentialCommandOutput } from '@aws-sdk/client-iam'
import { AwsError } from '../../../kernel/errors.ts'
import { operation } from '../../../kernel/operation.ts'
import { DAY_MS, newPassword, serviceCredentialView, SERVICES_WITH_CREDENTIALS } from '../credential-views.ts'
import { limitExceeded } from '../errors.ts'
import { findUser, newId, userResource, wholeSeconds } from '../state.ts'
import { credentialsOf, SERVICE_CREDENTIALS } from '../user-credentials.ts'

export const CreateServiceSpecificCredential = operation<CreateServiceSpecificCredentialCommandInput, CreateServiceSpecificCredentialCommandOutput>({
  action: 'iam:CreateServiceSpecificCredential',
  resource: userResource,
  storedOnly: true,
  limits: { UserName: { min: 1, max: 64 }, CredentialAgeDays: { minValue: 1, maxValue: 36_600 } },
  handle(input, ctx) {
    const user = findUser(ctx, input.UserName!)
    const service = input.ServiceName!
    if (!SERVICES_WITH_CREDENTIALS.includes(service)) throw new AwsError('NotSupportedService', `No such service ${service} is supported for Service Specific Credentials`, { status: 404 })
    const others = credentialsOf(ctx, SERVICE_CREDENTIALS, user).filter((other) => other.service === service)
    if (others.length >= 2) throw limitExceeded('Cannot exceed quota for ServiceSpecificCredentialsPerUser: 2')
    const common = { userId: user.id, status: 'Active' as const, createdAt: wholeSeconds(ctx.now) }
    const credential = {
      id: newId('ACCA', ctx.ids),
      ...common,
      service,
      userName: `${user.name}-at-${ctx.account}`,
      ...(input.CredentialAgeDays === undefined ? {} : { expiresAt: common.createdAt + input.CredentialAgeDays * DAY_MS }),
    }
    SERVICE_CREDENTIALS.all(ctx).put(credential.id, credential)
    return { ServiceSpecificCredential: { ...serviceCredentialView(user, credential), ServicePassword: newPassword(ctx) } }
  },
})

import type { ListServiceSpecificCredentialsCommandInput, ListServiceSpecificCredentialsCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { serviceCredentialView } from '../credential-views.ts'
import { page, PAGE_LIMITS } from '../paging.ts'
import { ownUserResource } from '../state.ts'
import { credentialsOf, ownerOrCaller, SERVICE_CREDENTIALS } from '../user-credentials.ts'

export const ListServiceSpecificCredentials = operation<ListServiceSpecificCredentialsCommandInput, ListServiceSpecificCredentialsCommandOutput>({
  action: 'iam:ListServiceSpecificCredentials',
  resource: ownUserResource,
  limits: { ...PAGE_LIMITS, UserName: { min: 1, max: 64 } },
  handle(input, ctx) {
    const user = ownerOrCaller(ctx, input)
    const wanted = credentialsOf(ctx, SERVICE_CREDENTIALS, user).filter(({ service }) => service === (input.ServiceName ?? service))
    const { items, more } = page(wanted, ({ id }) => id, input)
    return { ServiceSpecificCredentials: items.map((credential) => serviceCredentialView(user, credential)), ...more }
  },
})

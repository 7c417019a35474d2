import type { ListSSHPublicKeysCommandInput, ListSSHPublicKeysCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { page, PAGE_LIMITS } from '../paging.ts'
import { ownUserResource } from '../state.ts'
import { credentialsOf, ownerOrCaller, SSH_KEYS } from '../user-credentials.ts'

export const ListSSHPublicKeys = operation<ListSSHPublicKeysCommandInput, ListSSHPublicKeysCommandOutput>({
  action: 'iam:ListSSHPublicKeys',
  resource: ownUserResource,
  limits: { ...PAGE_LIMITS, UserName: { min: 1, max: 64 } },
  handle(input, ctx) {
    const user = ownerOrCaller(ctx, input)
    const { items, more } = page(credentialsOf(ctx, SSH_KEYS, user), ({ id }) => id, input)
    const shown = items.map(({ id, status, createdAt }) => ({
      UserName: user.name,
      SSHPublicKeyId: id,
      Status: status,
      UploadDate: new Date(createdAt),
    }))
    return { SSHPublicKeys: shown, ...more }
  },
})

import type { GetSSHPublicKeyCommandInput, GetSSHPublicKeyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { pemOf, sshKeyView } from '../credential-views.ts'
import { findUser, userResource } from '../state.ts'
import { findCredential, SSH_KEYS } from '../user-credentials.ts'

export const GetSSHPublicKey = operation<GetSSHPublicKeyCommandInput, GetSSHPublicKeyCommandOutput>({
  action: 'iam:GetSSHPublicKey',
  resource: userResource,
  limits: { ...SSH_KEYS.limits, Encoding: { enum: ['SSH', 'PEM'] } },
  handle(input, ctx) {
    const user = findUser(ctx, input.UserName!)
    const key = findCredential(ctx, SSH_KEYS, user, input.SSHPublicKeyId!)
    return { SSHPublicKey: sshKeyView(user, key, input.Encoding === 'PEM' ? pemOf(key.body) : key.body) }
  },
})

import type { UploadSSHPublicKeyCommandInput, UploadSSHPublicKeyCommandOutput } from '@aws-sdk/client-iam'
import { AwsError } from '../../../kernel/errors.ts'
import { operation } from '../../../kernel/operation.ts'
import { fingerprintOf, sshKeyView } from '../credential-views.ts'
import { limitExceeded } from '../errors.ts'
import { findUser, newId, userResource, wholeSeconds } from '../state.ts'
import { credentialsOf, SSH_KEYS } from '../user-credentials.ts'

export const UploadSSHPublicKey = operation<UploadSSHPublicKeyCommandInput, UploadSSHPublicKeyCommandOutput>({
  action: 'iam:UploadSSHPublicKey',
  resource: userResource,
  storedOnly: true,
  limits: { UserName: { min: 1, max: 64 }, SSHPublicKeyBody: { min: 1, max: 16_384 } },
  handle(input, ctx) {
    const user = findUser(ctx, input.UserName!)
    const body = input.SSHPublicKeyBody!.trim()
    const fingerprint = fingerprintOf(body)
    const own = credentialsOf(ctx, SSH_KEYS, user)
    if (own.some((key) => key.fingerprint === fingerprint)) throw new AwsError('DuplicateSSHPublicKey', 'The SSH public key is already associated with this user.')
    if (own.length >= 5) throw limitExceeded('Cannot exceed quota for SSHPublicKeysPerUser: 5')
    const common = { userId: user.id, status: 'Active' as const, createdAt: wholeSeconds(ctx.now) }
    const key = { id: newId('APKA', ctx.ids), ...common, body, fingerprint }
    SSH_KEYS.all(ctx).put(key.id, key)
    return { SSHPublicKey: sshKeyView(user, key, body) }
  },
})

import type {
  CodeDeliveryDetailsType, UpdateUserAttributesCommandInput, UpdateUserAttributesCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { nothing, operation } from '../../../kernel/operation.ts'
import { notAuthorized } from '../errors.ts'
import { readAccessToken } from '../issuer/access-token.ts'
import { checkMutable, mergeAttributes, readAttributes } from '../issuer/attributes.ts'
import { sendCode, type Address } from '../issuer/messages.ts'
import { updateUser } from '../issuer/users.ts'
import { TOKEN } from '../limits.ts'
import type { Client, Pool, User } from '../state.ts'

/** A user may not vouch for an address; beyond that a client writes what it lists, or all where it lists nothing. */
function checkWritable({ settings }: Client, names: readonly string[]): void {
  const writable = settings.WriteAttributes ?? []
  const allowed = (name: string) => !name.endsWith('_verified') && (writable.length === 0 || writable.includes(name))
  if (!names.every(allowed)) throw notAuthorized('A client attempted to write unauthorized attribute')
}

const newAddresses = (pool: Pool, before: User, after: User): Address[] =>
  (['email', 'phone_number'] as const).filter((name) => {
    const value = after.attributes[name]
    return pool.settings.AutoVerifiedAttributes?.includes(name) && value && value !== before.attributes[name]
  })

export const UpdateUserAttributes = operation<UpdateUserAttributesCommandInput, UpdateUserAttributesCommandOutput>({
  action: 'cognito-idp:UpdateUserAttributes',
  resource: '*',
  needs: nothing,
  limits: { AccessToken: TOKEN },
  async handle(input, ctx) {
    const { pool, client, user } = await readAccessToken(ctx, input.AccessToken!)
    const changes = readAttributes(pool, input.UserAttributes)
    checkWritable(client, Object.keys(changes))
    checkMutable(pool, changes, user)
    const changed = updateUser(ctx, pool, user, { attributes: mergeAttributes(user, changes) })
    const CodeDeliveryDetailsList: CodeDeliveryDetailsType[] = []
    for (const by of newAddresses(pool, user, changed)) {
      const sending = { purpose: by, by, source: 'UpdateUserAttribute', client, metadata: input.ClientMetadata } as const
      CodeDeliveryDetailsList.push(await sendCode(ctx, pool, changed, sending))
    }
    return { CodeDeliveryDetailsList }
  },
})

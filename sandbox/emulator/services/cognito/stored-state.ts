import type { IdentityProviderType, LogDeliveryConfigurationType, RiskConfigurationType, UICustomizationType } from '@aws-sdk/client-cognito-identity-provider'
import { collection, type Table } from '../../kernel/store.ts'
import { resourceNotFound } from './errors.ts'
import { inside, type Pool, type Stored } from './state.ts'

/** Settings that can be read back and have no effect here. */
export type IdentityProvider = IdentityProviderType & { readonly ProviderName: string }

const providers = collection<IdentityProvider>('cognito.identity-providers', 'region')
/** By client id; `ALL` stands for the pool. */
const risks = collection<RiskConfigurationType>('cognito.risk-configurations', 'region')
const customizations = collection<UICustomizationType>('cognito.ui-customizations', 'region')
/** One row, `pool`. */
const deliveries = collection<LogDeliveryConfigurationType>('cognito.log-deliveries', 'region')

export const WHOLE_POOL = 'ALL'

export const providersOf = ({ store }: Stored, pool: Pool): Table<IdentityProvider> => providers(inside(store, pool))
export const risksOf = ({ store }: Stored, pool: Pool): Table<RiskConfigurationType> => risks(inside(store, pool))
export const customizationsOf = ({ store }: Stored, pool: Pool): Table<UICustomizationType> => customizations(inside(store, pool))
export const deliveriesOf = ({ store }: Stored, pool: Pool): Table<LogDeliveryConfigurationType> => deliveries(inside(store, pool))

/** Throws ResourceNotFoundException. */
export function requireProvider(ctx: Stored, pool: Pool, name: string): IdentityProvider {
  const provider = providersOf(ctx, pool).get(name)
  if (!provider) throw resourceNotFound(`Identity provider ${name} does not exist.`)
  return provider
}

/** Removes what of this a pool has. */
export function removeStored({ store }: Stored, pool: Pool): void {
  for (const things of [providers, risks, customizations, deliveries]) things(inside(store, pool)).clear()
}

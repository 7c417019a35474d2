import type { ApiKey, UsagePlan, UsagePlanKey } from '@aws-sdk/client-api-gateway'
import type { Context } from '../../../kernel/context.ts'
import { ALPHANUMERIC, LOWER_ALPHANUMERIC } from '../../../kernel/ids.ts'
import { collection, type Scope } from '../../../kernel/store.ts'
import { notFound } from '../errors.ts'

/** API keys and the plans that let them into stages: resources of an account and a region, of no API. */
export type StoredKey = ApiKey & { readonly id: string; readonly value: string }

export interface StoredPlan {
  readonly shown: UsagePlan & { readonly id: string }
  readonly keyIds: readonly string[]
}

const apiKeys = collection<StoredKey>('restapis.apiKeys', 'region')
const usagePlans = collection<StoredPlan>('restapis.usagePlans', 'region')

export const listKeys = (ctx: Scope): StoredKey[] => [...apiKeys(ctx).values()]
export const listPlans = (ctx: Scope): StoredPlan[] => [...usagePlans(ctx).values()]
export const saveKey = (ctx: Scope, key: StoredKey): StoredKey => apiKeys(ctx).put(key.id, key)
export const savePlan = (ctx: Scope, plan: StoredPlan): StoredPlan => usagePlans(ctx).put(plan.shown.id, plan)

/** Throws NotFoundException. */
export function findKey(ctx: Scope, id: string | undefined): StoredKey {
  const found = apiKeys(ctx).get(id ?? '')
  if (!found) throw notFound('Invalid API Key identifier specified')
  return found
}

/** Throws NotFoundException. */
export function findPlan(ctx: Scope, id: string | undefined): StoredPlan {
  const found = usagePlans(ctx).get(id ?? '')
  if (!found) throw notFound('Invalid Usage Plan ID specified')
  return found
}

export function deleteKey(ctx: Scope, id: string): void {
  apiKeys(ctx).delete(id)
  for (const plan of listPlans(ctx)) if (plan.keyIds.includes(id)) savePlan(ctx, { ...plan, keyIds: plan.keyIds.filter((known) => known !== id) })
}

export const deletePlan = (ctx: Scope, id: string): boolean => usagePlans(ctx).delete(id)

export const newKeyValue = (ctx: Pick<Context, 'ids'>): string => ctx.ids.chars(40, ALPHANUMERIC)
export const newKeyId = (ctx: Pick<Context, 'ids'>): string => ctx.ids.chars(10, LOWER_ALPHANUMERIC)
export const newPlanId = (ctx: Pick<Context, 'ids'>): string => ctx.ids.chars(6, LOWER_ALPHANUMERIC)

/** The enabled key of this value that a usage plan lets into the stage. */
export function keyFor(scope: Scope, value: string, apiId: string, stageName: string): StoredKey | undefined {
  const key = listKeys(scope).find((known) => known.value === value && known.enabled)
  const isLetIn = ({ shown, keyIds }: StoredPlan) =>
    keyIds.includes(key!.id) && (shown.apiStages ?? []).some((stage) => stage.apiId === apiId && stage.stage === stageName)
  return key && listPlans(scope).some(isLetIn) ? key : undefined
}

/** Throws NotFoundException where the plan has no such key. */
export function findPlanKey(ctx: Scope, plan: StoredPlan, keyId: string | undefined): StoredKey {
  if (!plan.keyIds.includes(keyId ?? '')) throw notFound('Invalid Usage Plan Key identifier specified')
  return findKey(ctx, keyId)
}

export function showPlanKey({ id, name, value }: StoredKey): UsagePlanKey {
  return { id, type: 'API_KEY', value, ...(name === undefined ? {} : { name }) }
}

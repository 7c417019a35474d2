import type { GetProvisionedConcurrencyConfigResponse } from '@aws-sdk/client-lambda'
import type { Context } from '../../kernel/context.ts'
import { collection } from '../../kernel/store.ts'
import { aliasArn } from './aliases.ts'
import { invalidParameter, noProvisionedConcurrency, notFound } from './errors.ts'
import { readFunctionName } from './function-name.ts'
import { findFunction, LATEST, lastModifiedText, lookUp, qualifiedKey, scopeOf } from './state.ts'

/** What was asked for a version or an alias. It is shown as AWS shows it, and starts no process. */
export interface ProvisionedConcurrency {
  readonly functionArn: string
  readonly count: number
  readonly lastModified: number
}

export const provisioned = collection<ProvisionedConcurrency>('lambda.provisioned', 'region')

interface Named {
  readonly FunctionName: string | undefined
  readonly Qualifier: string | undefined
}

/** The version or alias that is named, with its table and key; throws as AWS does for what can have none. */
export function provisionedPlace(ctx: Context, { FunctionName, Qualifier }: Named) {
  const reference = readFunctionName(ctx, FunctionName!, Qualifier)
  const of = findFunction(ctx, `${reference.account}:function:${reference.name}`)
  const qualifier = reference.qualifier ?? LATEST
  if (qualifier === LATEST) throw invalidParameter('Provisioned Concurrency Configs cannot be applied to unpublished function versions.')
  if (!lookUp(ctx, reference)) {
    if (/^\d+$/.test(qualifier)) throw notFound(`Function not found: ${aliasArn(of, qualifier)}`)
    throw notFound(`Cannot find alias arn: ${aliasArn(of, qualifier)}`)
  }
  return { table: provisioned(scopeOf(ctx, of)), key: qualifiedKey(of.name, qualifier), arn: aliasArn(of, qualifier) }
}

export function findProvisioned(ctx: Context, named: Named): ProvisionedConcurrency {
  const { table, key } = provisionedPlace(ctx, named)
  const found = table.get(key)
  if (!found) throw noProvisionedConcurrency()
  return found
}

/** A moment after it was asked for all of it is there. */
export function provisionedView({ count, lastModified }: ProvisionedConcurrency): GetProvisionedConcurrencyConfigResponse {
  return {
    RequestedProvisionedConcurrentExecutions: count,
    AvailableProvisionedConcurrentExecutions: count,
    AllocatedProvisionedConcurrentExecutions: count,
    Status: 'READY',
    LastModified: lastModifiedText(lastModified),
  }
}

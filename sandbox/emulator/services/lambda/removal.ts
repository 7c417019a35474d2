import type { Context } from '../../kernel/context.ts'
import { functionCodeSigning } from './code-signing.ts'
import { conflict } from './errors.ts'
import { invokeConfigs } from './event-invoke-config.ts'
import { provisioned } from './provisioned.ts'
import { recursionSettings, runtimeManagement } from './runtime-management.ts'
import { runtimeOf } from './runtime/index.ts'
import { aliases, functions, LATEST, ownedBy, policies, qualifiedKey, scopeOf, versions, type FunctionRecord } from './state.ts'
import { deleteUrl } from './url/config.ts'
import { allVersions, releaseCode } from './versions.ts'

/** Removes a function with its versions, its aliases and all that was set for them. */
export function removeFunction(ctx: Context, found: FunctionRecord): void {
  const where = scopeOf(ctx, found)
  const all = allVersions(ctx, found)
  const named = ownedBy(aliases(where), found.name).map(({ name }) => name)
  functions(where).delete(found.name)
  functionCodeSigning(where).delete(found.name)
  recursionSettings(where).delete(found.name)
  for (const { version } of all) versions(where).delete(qualifiedKey(found.name, version))
  for (const name of named) aliases(where).delete(qualifiedKey(found.name, name))
  for (const qualifier of [...all.map(({ version }) => version), ...named]) forgetQualified(ctx, found, qualifier)
  for (const version of all) {
    runtimeOf(ctx).retire(version)
    releaseCode(ctx, found, version.code)
  }
}

/** Removes a published version; throws where an alias points to it. */
export function removeVersion(ctx: Context, found: FunctionRecord): void {
  const where = scopeOf(ctx, found)
  const { version } = found
  const users = ownedBy(aliases(where), found.name).filter((alias) => alias.version === version || version in (alias.weights ?? {}))
  if (users.length > 0)
    throw conflict(`Unable to delete version because the following aliases reference it: [${users.map(({ name }) => name).join(', ')}]`)
  versions(where).delete(qualifiedKey(found.name, version))
  forgetQualified(ctx, found, version)
  runtimeOf(ctx).retire(found)
  releaseCode(ctx, found, found.code)
}

/** Forgets what was set for a version or an alias that goes. */
export function forgetQualified(ctx: Context, of: FunctionRecord, qualifier: string = LATEST): void {
  const key = qualifiedKey(of.name, qualifier)
  policies(scopeOf(ctx, of)).delete(key)
  invokeConfigs(scopeOf(ctx, of)).delete(key)
  provisioned(scopeOf(ctx, of)).delete(key)
  runtimeManagement(scopeOf(ctx, of)).delete(key)
  const { account, region, name } = of
  deleteUrl(ctx, { account, region, name, ...(qualifier === LATEST ? {} : { qualifier }) })
}

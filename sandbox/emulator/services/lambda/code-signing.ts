import type { AllowedPublishers, CodeSigningConfig, CodeSigningPolicies } from '@aws-sdk/client-lambda'
import type { Context } from '../../kernel/context.ts'
import { LOWER_ALPHANUMERIC } from '../../kernel/ids.ts'
import { collection } from '../../kernel/store.ts'
import type { Limit, Limits } from '../../kernel/validate.ts'
import { codeSigningConfigNotFound, conflict } from './errors.ts'
import { functions, lastModifiedText, scopeOf, type FunctionRecord } from './state.ts'

/** Whose signatures a function's code should have. Kept and shown: no signature is looked at here. */
export interface CodeSigningRecord {
  readonly id: string
  readonly arn: string
  readonly description?: string
  readonly publishers: AllowedPublishers
  readonly policies: CodeSigningPolicies
  readonly lastModified: number
  readonly tags: Readonly<Record<string, string>>
}

export const codeSigningConfigs = collection<CodeSigningRecord>('lambda.code-signing-configs', 'region')
/** The ARN of a function's configuration, by the function's name. */
export const functionCodeSigning = collection<string>('lambda.function-code-signing', 'region')

const ID_LENGTH = 17
export const CODE_SIGNING_ARN: Limit = {
  max: 200,
  pattern: 'arn:(aws[a-zA-Z-]*)?:lambda:[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:code-signing-config:csc-[a-z0-9]{17}',
}
export const CODE_SIGNING_LIMITS: Limits = {
  Description: { max: 256 },
  AllowedPublishers: { members: { SigningProfileVersionArns: { required: true, min: 1, max: 20 } } },
  CodeSigningPolicies: { members: { UntrustedArtifactOnDeployment: { enum: ['Warn', 'Enforce'] } } },
}

interface Settings {
  readonly Description?: string | undefined
  readonly AllowedPublishers?: AllowedPublishers | undefined
  readonly CodeSigningPolicies?: CodeSigningPolicies | undefined
  readonly Tags?: Readonly<Record<string, string>> | undefined
}

export function createCodeSigning(ctx: Context, input: Settings): CodeSigningRecord {
  const id = `csc-${ctx.ids.chars(ID_LENGTH, LOWER_ALPHANUMERIC)}`
  return codeSigningConfigs(ctx).put(id, {
    id,
    arn: `arn:aws:lambda:${ctx.region}:${ctx.account}:code-signing-config:${id}`,
    ...(input.Description === undefined ? {} : { description: input.Description }),
    publishers: input.AllowedPublishers!,
    policies: input.CodeSigningPolicies ?? { UntrustedArtifactOnDeployment: 'Warn' },
    lastModified: ctx.now,
    tags: input.Tags ?? {},
  })
}

/** Throws `CodeSigningConfigNotFoundException`. */
export function findCodeSigning(ctx: Context, arn: string): CodeSigningRecord {
  const found = codeSigningConfigs(ctx).get(arn.slice(arn.lastIndexOf(':') + 1))
  if (found?.arn !== arn) throw codeSigningConfigNotFound(arn)
  return found
}

export function updateCodeSigning(ctx: Context, arn: string, input: Settings): CodeSigningRecord {
  const found = findCodeSigning(ctx, arn)
  const { Description: description = found.description, AllowedPublishers: publishers = found.publishers, CodeSigningPolicies: policies = found.policies } = input
  return codeSigningConfigs(ctx).put(found.id, { ...found, ...(description === undefined ? {} : { description }), publishers, policies, lastModified: ctx.now })
}

export function deleteCodeSigning(ctx: Context, arn: string): void {
  const { id } = findCodeSigning(ctx, arn)
  if (usersOf(ctx, arn).length > 0)
    throw conflict('Cannot delete the code signing configuration because it is in use by one or more functions. Please remove it from them and try again.')
  codeSigningConfigs(ctx).delete(id)
}

/** The names of the functions that have this configuration. */
export function usersOf(ctx: Context, arn: string): string[] {
  return [...functionCodeSigning(ctx).entries()].filter(([, used]) => used === arn).map(([name]) => name).sort()
}

export function useCodeSigning(ctx: Context, found: FunctionRecord, arn: string): void {
  findCodeSigning(ctx, arn)
  functionCodeSigning(scopeOf(ctx, found)).put(found.name, arn)
}

export const functionArnOf = (ctx: Context, name: string) => functions(ctx).get(name)?.arn ?? name

export function codeSigningView(of: CodeSigningRecord): CodeSigningConfig {
  return {
    CodeSigningConfigId: of.id,
    CodeSigningConfigArn: of.arn,
    ...(of.description === undefined ? {} : { Description: of.description }),
    AllowedPublishers: of.publishers,
    CodeSigningPolicies: of.policies,
    LastModified: lastModifiedText(of.lastModified),
  }
}

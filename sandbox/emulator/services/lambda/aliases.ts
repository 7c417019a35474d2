import type { AliasConfiguration, AliasRoutingConfiguration } from '@aws-sdk/client-lambda'
import type { Context } from '../../kernel/context.ts'
import { AwsError } from '../../kernel/errors.ts'
import { functionNotFound, invalidParameter } from './errors.ts'
import { functionArn } from './function-name.ts'
import { LATEST, lookUpVersion, type AliasRecord, type FunctionRecord } from './state.ts'

export const ALIAS_NAME = { min: 1, max: 128, pattern: '(?!^[0-9]+$)([a-zA-Z0-9-_]+)' } as const
export const VERSION = { min: 1, max: 1024, pattern: '(\\$LATEST|[0-9]+)' } as const

export const aliasArn = (of: FunctionRecord, name: string) => functionArn(of, of.name, name)

/** Members without a value are left out, as AWS does. */
export function aliasView(of: FunctionRecord, alias: AliasRecord): AliasConfiguration {
  return {
    AliasArn: aliasArn(of, alias.name),
    Name: alias.name,
    FunctionVersion: alias.version,
    Description: alias.description,
    ...(alias.weights ? { RoutingConfig: { AdditionalVersionWeights: { ...alias.weights } } } : {}),
    RevisionId: alias.revisionId,
  }
}

/** Throws `ResourceNotFoundException` where the function has no such version. */
export function requireVersion(ctx: Context, of: FunctionRecord, version: string): void {
  if (!lookUpVersion(ctx, of, version)) throw functionNotFound(functionArn(of, of.name, version))
}

/** The weights of an alias that points to `version`; undefined where all goes there. */
export function readWeights(
  ctx: Context,
  of: FunctionRecord,
  version: string,
  given: AliasRoutingConfiguration | undefined,
): Readonly<Record<string, number>> | undefined {
  const all = Object.entries(given?.AdditionalVersionWeights ?? {})
  const [first] = all
  if (!first) return undefined
  if (all.length > 1) throw invalidParameter('Number of items in AdditionalVersionWeights cannot be greater than 1')
  const [other, weight] = first
  if (weight < 0 || weight > 1)
    throw brokenWeights(other, weight, 'value', 'less than or equal to 1.0, Member must have value greater than or equal to 0.0')
  if (other === version)
    throw invalidParameter(`Invalid function version ${version}. Function version ${version} is already included in routing configuration.`)
  if (version === LATEST) throw invalidParameter('$LATEST is not supported for an alias pointing to more than 1 version')
  if (!/^[0-9]+$/.test(other))
    throw brokenWeights(other, weight, 'keys', 'length less than or equal to 1024, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [0-9]+')
  requireVersion(ctx, of, other)
  return { [other]: weight }
}

function brokenWeights(key: string, weight: number, what: 'keys' | 'value', constraint: string): AwsError {
  const lead = `1 validation error detected: Value '{${key}=${weight}}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map ${what} must satisfy constraint: `
  return new AwsError('ValidationException', `${lead}[Member must have ${what === 'keys' ? '' : 'value '}${constraint}, Member must not be null]`)
}

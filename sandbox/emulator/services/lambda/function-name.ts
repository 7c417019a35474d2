import type { Context } from '../../kernel/context.ts'
import { invalidParameter } from './errors.ts'

/** AWS's pattern of a `FunctionName` where the function's name alone is stored. */
export const FUNCTION_NAME_PATTERN =
  '(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?'

/** AWS's pattern of a `FunctionName` that may name a version or an alias. */
export const QUALIFIED_NAME_PATTERN =
  '(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?'

export const FUNCTION_NAME = { min: 1, max: 140, pattern: FUNCTION_NAME_PATTERN } as const
export const QUALIFIED_NAME = { min: 1, max: 256, pattern: QUALIFIED_NAME_PATTERN } as const
export const QUALIFIER = { min: 1, max: 128, pattern: '\\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+' } as const

const LONGEST_NAME = 64

/** A function as a caller names it: by name, by partial ARN (`123456789012:function:name`) or by ARN. */
export interface FunctionReference {
  readonly account: string
  readonly region: string
  readonly name: string
  readonly qualifier?: string
}

type Where = Pick<Context, 'account' | 'region'>

/** Reads what a caller gave for `FunctionName` (and `Qualifier`); throws where the two disagree. */
export function readFunctionName(ctx: Where, text: string, qualifier?: string): FunctionReference {
  const parts = text.split(':')
  const full = parts[0] === 'arn'
  const rest = full ? parts.slice(5) : parts
  const region = full ? parts[3]! : ctx.region
  let account = full ? parts[4]! : ctx.account
  if (!full && /^\d{12}$/.test(rest[0]!) && rest.length > 1) account = rest.shift()!
  if (rest[0] === 'function' && rest.length > 1) rest.shift()
  const [name = '', inName] = rest
  if (name.length > LONGEST_NAME) throw tooLong(name)
  if (inName !== undefined && qualifier !== undefined && inName !== qualifier)
    throw invalidParameter('The derived qualifier from the function name does not match the specified qualifier.')
  const named = inName ?? qualifier
  return { account, region, name, ...(named === undefined ? {} : { qualifier: named }) }
}

export function functionArn(where: Where, name: string, qualifier?: string): string {
  const suffix = qualifier === undefined ? '' : `:${qualifier}`
  return `arn:aws:lambda:${where.region}:${where.account}:function:${name}${suffix}`
}

/** What a caller named, as IAM sees it. */
export function namedArn(ctx: Where, text: string, qualifier?: string): string {
  const reference = readFunctionName(ctx, text, qualifier)
  return functionArn(reference, reference.name, reference.qualifier)
}

function tooLong(name: string) {
  return invalidParameter(
    `1 validation error detected: Value '${name}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to ${LONGEST_NAME}`,
  )
}

/** The qualifier that a caller gave, which AWS then shows in `FunctionArn`. */
export function givenQualifier(ctx: Where, text: string, qualifier?: string): string | undefined {
  return readFunctionName(ctx, text, qualifier).qualifier
}

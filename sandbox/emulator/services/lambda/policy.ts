import type { AddPermissionCommandInput } from '@aws-sdk/client-lambda'
import type { Context } from '../../kernel/context.ts'
import { invalidParameter } from './errors.ts'
import { policies, qualifiedKey, scopeOf, type FunctionRecord, type PolicyRecord, type PolicyStatement } from './state.ts'

export const NO_POLICY = 'The resource you requested does not exist.'

/** A version or an alias has a policy of its own, apart from the function's. */
export function policyOf(ctx: Context, found: FunctionRecord, qualifier?: string): PolicyRecord | undefined {
  return policies(scopeOf(ctx, found)).get(qualifiedKey(found.name, qualifier))
}

/** The statement that Lambda writes into a function's resource policy for `AddPermission`. */
export function statementFrom(input: AddPermissionCommandInput, found: FunctionRecord, qualifier?: string): PolicyStatement {
  const condition = conditionFrom(input)
  return {
    Sid: input.StatementId!,
    Effect: 'Allow',
    Principal: principalFrom(input.Principal!),
    Action: input.Action!,
    Resource: qualifier === undefined ? found.arn : `${found.arn}:${qualifier}`,
    ...(Object.keys(condition).length > 0 ? { Condition: condition } : {}),
  }
}

export function principalFrom(text: string): unknown {
  if (text === '*') return '*'
  if (/^\d{12}$/.test(text)) return { AWS: `arn:aws:iam::${text}:root` }
  if (text.startsWith('arn:')) return { AWS: text }
  if (!text.includes('.')) throw invalidParameter('The provided principal was invalid. Please check the principal and try again.')
  return { Service: text }
}

function conditionFrom(input: AddPermissionCommandInput): Record<string, Record<string, string>> {
  const equals: Record<string, string> = {}
  if (input.SourceAccount !== undefined) equals['AWS:SourceAccount'] = input.SourceAccount
  if (input.PrincipalOrgID !== undefined) equals['aws:PrincipalOrgID'] = input.PrincipalOrgID
  if (input.EventSourceToken !== undefined) equals['lambda:EventSourceToken'] = input.EventSourceToken
  if (input.FunctionUrlAuthType !== undefined) equals['lambda:FunctionUrlAuthType'] = input.FunctionUrlAuthType
  return {
    ...(Object.keys(equals).length > 0 ? { StringEquals: equals } : {}),
    ...(input.InvokedViaFunctionUrl === undefined ? {} : { Bool: { 'lambda:InvokedViaFunctionUrl': String(input.InvokedViaFunctionUrl) } }),
    ...(input.SourceArn === undefined ? {} : { ArnLike: { 'AWS:SourceArn': input.SourceArn } }),
  }
}

import type { Parameter, Tag } from '@aws-sdk/client-cloudformation'
import type { Context } from '../../kernel/context.ts'
import type { Need } from '../../kernel/authorize.ts'
import type { Limits } from '../../kernel/validate.ts'
import { validationError } from './errors.ts'
import { parsed } from './prepare.ts'
import { stackArn, type Spec } from './state.ts'

export const NAME_PATTERN = '[a-zA-Z][-a-zA-Z0-9]*'

/** Of what says what a stack is to be. */
export const SPEC_LIMITS: Limits = {
  TemplateBody: { min: 1, max: 51200 },
  TemplateURL: { min: 1, max: 5120 },
  ClientRequestToken: { min: 1, max: 128, pattern: '[a-zA-Z0-9][-a-zA-Z0-9]*' },
  RoleARN: { min: 20, max: 2048 },
  Tags: { max: 50 },
  NotificationARNs: { max: 5 },
}

interface SpecInput {
  readonly Parameters?: Parameter[] | undefined
  readonly Tags?: Tag[] | undefined
  readonly Capabilities?: string[] | undefined
  readonly NotificationARNs?: string[] | undefined
}

/** What a request wants of a stack; what it leaves to the stack as it is comes from `before`. */
export function specOf(template: string, input: SpecInput, before?: Spec): Spec {
  return {
    template,
    parameters: parametersOf(template, input.Parameters ?? [], before),
    tags: (input.Tags ?? before?.tags ?? []).map(({ Key, Value }) => ({ Key, Value })),
    capabilities: input.Capabilities ?? [],
    notificationArns: input.NotificationARNs ?? before?.notificationArns ?? [],
  }
}

function parametersOf(template: string, given: readonly Parameter[], before: Spec | undefined): Record<string, string> {
  const found: Record<string, string> = {}
  for (const { ParameterKey, ParameterValue, UsePreviousValue } of given) {
    if (ParameterKey === undefined) throw validationError('ParameterKey must be specified for every parameter')
    if (UsePreviousValue && ParameterValue !== undefined) throw validationError(`Invalid input for parameter key ${ParameterKey}. Cannot specify usePreviousValue as true and non empty value for a parameter`)
    const previous = UsePreviousValue ? previousValue(ParameterKey, before) : undefined
    const value = ParameterValue ?? previous
    if (value !== undefined) found[ParameterKey] = value
  }
  return found
}

/** A parameter that had its template's default keeps that value, even where the new template has another default. */
function previousValue(name: string, before: Spec | undefined): string | undefined {
  if (before?.parameters[name] !== undefined) return before.parameters[name]
  const declared = before && parsed(before.template).parameters[name]
  const value = declared?.['Default']
  if (value === undefined) throw validationError(`Invalid input for parameter key ${name}. Cannot specify usePreviousValue as true for a parameter key not in the previous template`)
  return Array.isArray(value) ? value.map(String).join(',') : String(value)
}

/** An action on a stack, and the right to hand a role to CloudFormation where one is. */
export function stackNeeds(action: string, ctx: Context, stack: string | undefined, roleArn: string | undefined): Need[] {
  const pass = roleArn === undefined ? [] : [{ action: 'iam:PassRole', resource: roleArn, keys: { 'iam:PassedToService': 'cloudformation.amazonaws.com' } }]
  return [{ action: `cloudformation:${action}`, resource: stackArn(ctx, stack) }, ...pass]
}

import type { CreateStackCommandInput, CreateStackCommandOutput } from '@aws-sdk/client-cloudformation'
import { operation } from '../../../kernel/operation.ts'
import { beginCreate } from '../begin.ts'
import { alreadyExists, validationError } from '../errors.ts'
import { NAME_PATTERN, SPEC_LIMITS, specOf, stackNeeds } from '../inputs.ts'
import { checkCapabilities, checkedStack, checkParsedTypes, parsed } from '../prepare.ts'
import { findStack, newStackId, putStack } from '../state.ts'
import { needTemplate } from '../template-source.ts'

export const CreateStack = operation<CreateStackCommandInput, CreateStackCommandOutput>({
  action: 'cloudformation:CreateStack',
  resource: '*',
  needs: (input, ctx) => stackNeeds('CreateStack', ctx, input.StackName, input.RoleARN),
  limits: { StackName: { min: 1, max: 128, pattern: NAME_PATTERN }, ...SPEC_LIMITS, TimeoutInMinutes: { minValue: 1 } },
  async handle(input, ctx) {
    const name = input.StackName!
    if (input.OnFailure !== undefined && input.DisableRollback !== undefined) throw validationError('Either DisableRollback or OnFailure can be specified, not both.')
    const template = await needTemplate(ctx, input)
    if (findStack(ctx, name)) throw alreadyExists(name)
    const spec = specOf(template, input)
    const source = parsed(template)
    checkParsedTypes(source)
    checkCapabilities(source, spec.capabilities, true)
    const id = newStackId(ctx, name)
    const loaded = checkedStack(ctx, { id, name }, spec)
    checkCapabilities(loaded.template, spec.capabilities, false)
    const onFailure = input.OnFailure ?? (input.DisableRollback ? 'DO_NOTHING' : 'ROLLBACK')
    const stack = putStack(ctx, {
      id,
      name,
      status: 'CREATE_IN_PROGRESS',
      createdAt: ctx.now,
      spec,
      ...(loaded.description === undefined ? {} : { description: loaded.description }),
      principal: ctx.principal,
      onFailure,
      terminationProtection: input.EnableTerminationProtection ?? false,
      resources: {},
      outputs: [],
      imports: [],
      events: 0,
      ...(input.TimeoutInMinutes === undefined ? {} : { timeout_min: input.TimeoutInMinutes }),
      ...(input.StackPolicyBody === undefined ? {} : { policy: input.StackPolicyBody }),
    })
    await beginCreate(ctx, stack, { roleArn: input.RoleARN, clientToken: input.ClientRequestToken })
    return { StackId: id }
  },
})

import type {
  UpdateFunctionConfigurationCommandInput, UpdateFunctionConfigurationCommandOutput,
} from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { namedArn } from '../function-name.ts'
import { toConfigure } from '../resource-policies.ts'
import { runtimeOf } from '../runtime/index.ts'
import { checkRole, readSettings, refuseUnsupported, SETTINGS_LIMITS } from '../settings.ts'
import { changeFunction, checkRevision, configurationOf, findLatest } from '../state.ts'

export const UpdateFunctionConfiguration = operation<
  UpdateFunctionConfigurationCommandInput,
  UpdateFunctionConfigurationCommandOutput
>({
  action: 'lambda:UpdateFunctionConfiguration',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!),
  needs: toConfigure('lambda:UpdateFunctionConfiguration'),
  limits: SETTINGS_LIMITS,
  async handle(input, ctx) {
    refuseUnsupported(input)
    const before = findLatest(ctx, input.FunctionName!)
    checkRevision(before, input.RevisionId)
    const settings = readSettings(ctx, input, before.name)
    if (settings.role !== undefined) await checkRole(ctx, { ...before, role: settings.role })
    if (settings.layers) await runtimeOf(ctx).prepare(before.code, settings.layers)
    const changed = changeFunction(ctx, findLatest(ctx, input.FunctionName!), settings)
    runtimeOf(ctx).retire(changed)
    return configurationOf(changed)
  },
})

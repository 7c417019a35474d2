import type { UpdateEventSourceMappingCommandInput, UpdateEventSourceMappingCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { beginMapping, takeAnchors } from '../anchor.ts'
import { namedArn } from '../function-name.ts'
import { findMapping, mappingArn, mappingConfiguration, refuseUnsupportedMapping, type MappingRecord } from '../mapping.ts'
import { MAPPING_LIMITS, readDestination, readMappingSettings } from '../mapping-settings.ts'
import { findFunction } from '../state.ts'

export const UpdateEventSourceMapping = operation<
  UpdateEventSourceMappingCommandInput,
  UpdateEventSourceMappingCommandOutput
>({
  action: 'lambda:UpdateEventSourceMapping',
  resource: (input, ctx) => mappingArn({ ...ctx, uuid: input.UUID! }),
  limits: MAPPING_LIMITS,
  async handle(input, ctx) {
    refuseUnsupportedMapping(input)
    const settings = readMappingSettings(input)
    if (input.FunctionName !== undefined) findFunction(ctx, input.FunctionName)
    const functionArn = input.FunctionName === undefined ? undefined : namedArn(ctx, input.FunctionName)
    const change = (old: MappingRecord): MappingRecord => {
      const { onFailure: before, ...kept } = old
      const onFailure = readDestination(input, before)
      const enabled = input.Enabled ?? old.enabled
      const state = enabled === old.enabled ? 'Updating' : enabled ? 'Enabling' : 'Disabling'
      const changes = { ...settings, ...(functionArn === undefined ? {} : { functionArn }), ...(onFailure === undefined ? {} : { onFailure }) }
      return { ...kept, ...changes, enabled, state, lastModified: ctx.now }
    }
    const next = change(findMapping(ctx, input.UUID!))
    const anchors = next.enabled ? await takeAnchors(ctx, next) : new Map<string, never>()
    // Others may have changed it while the role was tried.
    const changed = change(findMapping(ctx, input.UUID!))
    beginMapping(ctx, changed, anchors)
    return mappingConfiguration(changed)
  },
})

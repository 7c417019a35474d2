import type { UpdateEventSourceMappingCommandInput, UpdateEventSourceMappingCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { hasCheckpoints, storeAnchors, takeAnchors } from '../anchor.ts'
import { mappingsOf } from '../background.ts'
import { findMapping, mappingArn, mappingConfiguration, mappings, refuseUnsupportedMapping, type MappingRecord } from '../mapping.ts'
import { MAPPING_LIMITS, readMappingSettings } from '../mapping-settings.ts'
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
    const old = findMapping(ctx, input.UUID!)
    const settings = readMappingSettings(input)
    const functionArn = input.FunctionName === undefined ? old.functionArn : findFunction(ctx, input.FunctionName).arn
    const enabled = input.Enabled ?? old.enabled
    if (enabled && !old.enabled && !hasCheckpoints(ctx, old)) storeAnchors(ctx, old, await takeAnchors(ctx, { ...old, functionArn }))
    const changed: MappingRecord = {
      ...findMapping(ctx, input.UUID!),
      ...settings,
      functionArn,
      enabled,
      state: enabled === old.enabled ? 'Updating' : enabled ? 'Enabling' : 'Disabling',
      lastModified: ctx.now,
    }
    mappings(ctx).put(changed.uuid, changed)
    mappingsOf(ctx).apply(changed)
    return mappingConfiguration(changed)
  },
})

import type { CreateEventSourceMappingCommandInput, CreateEventSourceMappingCommandOutput } from '@aws-sdk/client-lambda'
import type { Context } from '../../../kernel/context.ts'
import { operation } from '../../../kernel/operation.ts'
import { beginMapping, takeAnchors } from '../anchor.ts'
import { conflict } from '../errors.ts'
import { namedArn } from '../function-name.ts'
import { mappingConfiguration, mappings, refuseUnsupportedMapping, type MappingRecord } from '../mapping.ts'
import { checkStartingPosition, MAPPING_LIMITS, readDestination, readMappingSettings, readSourceArn } from '../mapping-settings.ts'
import { findFunction } from '../state.ts'

export const CreateEventSourceMapping = operation<
  CreateEventSourceMappingCommandInput,
  CreateEventSourceMappingCommandOutput
>({
  action: 'lambda:CreateEventSourceMapping',
  resource: '*',
  limits: MAPPING_LIMITS,
  async handle(input, ctx) {
    refuseUnsupportedMapping(input)
    const sourceArn = readSourceArn(input.EventSourceArn)
    checkStartingPosition(input, ctx.now)
    const settings = readMappingSettings(input)
    const onFailure = readDestination(input, undefined)
    findFunction(ctx, input.FunctionName!)
    const functionArn = namedArn(ctx, input.FunctionName!)
    refuseTwice(ctx, sourceArn, functionArn)
    const mapping: MappingRecord = {
      ...defaults(ctx, input),
      functionArn,
      sourceArn,
      ...settings,
      ...(onFailure === undefined ? {} : { onFailure }),
    }
    const anchors = await takeAnchors(ctx, mapping)
    refuseTwice(ctx, sourceArn, functionArn)
    beginMapping(ctx, mapping, anchors)
    return mappingConfiguration(mapping)
  },
})

function defaults(ctx: Context, input: CreateEventSourceMappingCommandInput) {
  return {
    uuid: ctx.ids.uuid(),
    account: ctx.account,
    region: ctx.region,
    enabled: input.Enabled ?? true,
    state: 'Creating' as const,
    startingPosition: input.StartingPosition!,
    ...(input.StartingPositionTimestamp ? { startingTimestamp: input.StartingPositionTimestamp } : {}),
    batchSize: 100,
    window_s: 0,
    retries: -1,
    maximumAge_s: -1,
    bisect: false,
    responseTypes: [],
    factor: 1,
    tumbling_s: 0,
    filters: [],
    metrics: [],
    lastModified: ctx.now,
    lastResult: 'No records processed',
    tags: input.Tags ?? {},
  }
}

function refuseTwice(ctx: Context, sourceArn: string, functionArn: string): void {
  for (const other of mappings(ctx).values())
    if (other.sourceArn === sourceArn && other.functionArn === functionArn)
      throw conflict(
        `The event source arn (" ${sourceArn} ") and function (" ${functionArn.split(':').slice(6).join(':')} ") provided mapping already exists. Please update or delete the existing mapping with UUID ${other.uuid}`,
      )
}

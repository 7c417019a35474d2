import type { GetEventSourceMappingCommandInput, GetEventSourceMappingCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { findMapping, mappingArn, mappingConfiguration } from '../mapping.ts'

export const GetEventSourceMapping = operation<GetEventSourceMappingCommandInput, GetEventSourceMappingCommandOutput>({
  action: 'lambda:GetEventSourceMapping',
  resource: (input, ctx) => mappingArn({ ...ctx, uuid: input.UUID! }),
  handle: (input, ctx) => mappingConfiguration(findMapping(ctx, input.UUID!)),
})

import type { DeleteEventSourceMappingCommandInput, DeleteEventSourceMappingCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { mappingsOf } from '../background.ts'
import { findMapping, mappingArn, mappingConfiguration, mappings, type MappingRecord } from '../mapping.ts'

export const DeleteEventSourceMapping = operation<
  DeleteEventSourceMappingCommandInput,
  DeleteEventSourceMappingCommandOutput
>({
  action: 'lambda:DeleteEventSourceMapping',
  resource: (input, ctx) => mappingArn({ ...ctx, uuid: input.UUID! }),
  handle(input, ctx) {
    const leaving: MappingRecord = { ...findMapping(ctx, input.UUID!), state: 'Deleting' }
    mappings(ctx).put(leaving.uuid, leaving)
    mappingsOf(ctx).apply(leaving)
    return mappingConfiguration(leaving)
  },
})

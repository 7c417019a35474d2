import type { ListExportsCommandInput, ListExportsCommandOutput } from '@aws-sdk/client-cloudformation'
import { operation } from '../../../kernel/operation.ts'
import { exportsOf } from '../exports.ts'
import { page } from '../paging.ts'

export const ListExports = operation<ListExportsCommandInput, ListExportsCommandOutput>({
  action: 'cloudformation:ListExports',
  resource: '*',
  handle(input, ctx) {
    const { items, more } = page(exportsOf(ctx), input.NextToken)
    return { Exports: items.map(({ name, value, stackId }) => ({ ExportingStackId: stackId, Name: name, Value: value })), ...more }
  },
})

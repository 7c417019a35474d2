import type { ListImportsCommandInput, ListImportsCommandOutput } from '@aws-sdk/client-cloudformation'
import { operation } from '../../../kernel/operation.ts'
import { validationError } from '../errors.ts'
import { importersOf } from '../exports.ts'
import { page } from '../paging.ts'

export const ListImports = operation<ListImportsCommandInput, ListImportsCommandOutput>({
  action: 'cloudformation:ListImports',
  resource: '*',
  handle(input, ctx) {
    const { items, more } = page(importersOf(ctx, input.ExportName!), input.NextToken)
    if (items.length === 0) throw validationError(`Export '${input.ExportName}' is not imported by any stack.`)
    return { Imports: items, ...more }
  },
})

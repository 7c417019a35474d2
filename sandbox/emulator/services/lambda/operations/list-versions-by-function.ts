import type { ListVersionsByFunctionCommandInput, ListVersionsByFunctionCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { namedArn, QUALIFIED_NAME } from '../function-name.ts'
import { page } from '../paging.ts'
import { configurationOf, findLatest } from '../state.ts'
import { allVersions, versionOrder } from '../versions.ts'

export const ListVersionsByFunction = operation<ListVersionsByFunctionCommandInput, ListVersionsByFunctionCommandOutput>({
  action: 'lambda:ListVersionsByFunction',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!),
  limits: { FunctionName: QUALIFIED_NAME, MaxItems: { minValue: 1, maxValue: 10_000 } },
  handle(input, ctx) {
    const all = allVersions(ctx, findLatest(ctx, input.FunctionName!))
    const { items, next } = page(all, versionOrder, input.Marker, input.MaxItems)
    const Versions = items.map((found) => configurationOf(found, found.version))
    return { Versions, ...(next === undefined ? {} : { NextMarker: next }) }
  },
})

import type { ListFunctionEventInvokeConfigsCommandInput, ListFunctionEventInvokeConfigsCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { notFound } from '../errors.ts'
import { invokeConfigs, invokeConfigView, referenceOf } from '../event-invoke-config.ts'
import { FUNCTION_NAME, namedArn } from '../function-name.ts'
import { page } from '../paging.ts'
import { lookUp, ownedBy, scopeOf } from '../state.ts'

export const ListFunctionEventInvokeConfigs = operation<
  ListFunctionEventInvokeConfigsCommandInput,
  ListFunctionEventInvokeConfigsCommandOutput
>({
  action: 'lambda:ListFunctionEventInvokeConfigs',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!),
  limits: { FunctionName: FUNCTION_NAME, MaxItems: { minValue: 1, maxValue: 50 } },
  handle(input, ctx) {
    const reference = referenceOf(ctx, { FunctionName: input.FunctionName })
    if (!lookUp(ctx, reference)) throw notFound("The function doesn't exist.")
    const all = ownedBy(invokeConfigs(scopeOf(ctx, reference)), reference.name)
    const { items, next } = page(all, ({ functionArn }) => functionArn, input.Marker, input.MaxItems)
    return { FunctionEventInvokeConfigs: items.map(invokeConfigView), ...(next === undefined ? {} : { NextMarker: next }) }
  },
})

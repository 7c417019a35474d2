import type { ListFunctionsByCodeSigningConfigCommandInput, ListFunctionsByCodeSigningConfigCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { CODE_SIGNING_ARN, findCodeSigning, functionArnOf, usersOf } from '../code-signing.ts'
import { page } from '../paging.ts'

export const ListFunctionsByCodeSigningConfig = operation<ListFunctionsByCodeSigningConfigCommandInput, ListFunctionsByCodeSigningConfigCommandOutput>({
  action: 'lambda:ListFunctionsByCodeSigningConfig',
  resource: (input) => input.CodeSigningConfigArn!,
  limits: { CodeSigningConfigArn: CODE_SIGNING_ARN, MaxItems: { minValue: 1, maxValue: 10_000 } },
  storedOnly: true,
  handle(input, ctx) {
    const { arn } = findCodeSigning(ctx, input.CodeSigningConfigArn!)
    const { items, next } = page(usersOf(ctx, arn), (name) => name, input.Marker, input.MaxItems)
    return { FunctionArns: items.map((name) => functionArnOf(ctx, name)), ...(next === undefined ? {} : { NextMarker: next }) }
  },
})

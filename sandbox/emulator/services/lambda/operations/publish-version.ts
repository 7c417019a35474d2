import type { PublishVersionCommandInput, PublishVersionCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { unsupported } from '../errors.ts'
import { FUNCTION_NAME, namedArn } from '../function-name.ts'
import { configurationOf, findLatest } from '../state.ts'
import { publish } from '../versions.ts'

export const PublishVersion = operation<PublishVersionCommandInput, PublishVersionCommandOutput>({
  action: 'lambda:PublishVersion',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!),
  limits: { FunctionName: FUNCTION_NAME, Description: { max: 256 } },
  handle(input, ctx) {
    if (input.PublishTo !== undefined) throw unsupported('PublishTo')
    const version = publish(ctx, findLatest(ctx, input.FunctionName!), input)
    return configurationOf(version, version.version)
  },
})

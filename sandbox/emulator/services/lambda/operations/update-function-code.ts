import type { UpdateFunctionCodeCommandInput, UpdateFunctionCodeCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { readCode } from '../code-source.ts'
import { unsupported } from '../errors.ts'
import { FUNCTION_NAME, namedArn } from '../function-name.ts'
import { runtimeOf } from '../runtime/index.ts'
import { changeFunction, checkRevision, configurationOf, findLatest } from '../state.ts'
import { publish, releaseCode } from '../versions.ts'

export const UpdateFunctionCode = operation<UpdateFunctionCodeCommandInput, UpdateFunctionCodeCommandOutput>({
  action: 'lambda:UpdateFunctionCode',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!),
  limits: { FunctionName: FUNCTION_NAME, Architectures: { min: 1, max: 1 } },
  async handle(input, ctx) {
    if (input.PublishTo !== undefined) throw unsupported('PublishTo')
    if (input.ImageUri !== undefined) throw unsupported('ImageUri')
    checkRevision(findLatest(ctx, input.FunctionName!), input.RevisionId)
    const code = await readCode(ctx, input)
    await runtimeOf(ctx).prepare(code, findLatest(ctx, input.FunctionName!).layers)
    const old = findLatest(ctx, input.FunctionName!)
    if (input.DryRun) {
      if (code.hotFolder === undefined) ctx.blobs.delete(code.zip)
      return configurationOf({ ...old, code })
    }
    const changed = changeFunction(ctx, old, { code, architectures: input.Architectures ?? old.architectures })
    runtimeOf(ctx).retire(old)
    releaseCode(ctx, changed, old.code)
    if (!input.Publish) return configurationOf(changed)
    const version = publish(ctx, changed)
    return configurationOf(version, version.version)
  },
})

import type { CreateFunctionCommandInput, CreateFunctionCommandOutput } from '@aws-sdk/client-lambda'
import type { Context } from '../../../kernel/context.ts'
import { operation } from '../../../kernel/operation.ts'
import { CODE_SIGNING_ARN, findCodeSigning, useCodeSigning } from '../code-signing.ts'
import { readCode } from '../code-source.ts'
import { conflict, invalidParameter } from '../errors.ts'
import { functionArn, namedArn, readFunctionName } from '../function-name.ts'
import { toConfigure } from '../resource-policies.ts'
import { runtimeOf } from '../runtime/index.ts'
import { checkRole, readSettings, refuseUnsupported, SETTINGS_LIMITS } from '../settings.ts'
import { configurationOf, functions, LATEST, type FunctionRecord } from '../state.ts'
import { publish } from '../versions.ts'

export const CreateFunction = operation<CreateFunctionCommandInput, CreateFunctionCommandOutput>({
  action: 'lambda:CreateFunction',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!),
  needs: toConfigure('lambda:CreateFunction'),
  limits: {
    ...SETTINGS_LIMITS,
    Architectures: { min: 1, max: 1 },
    CodeSigningConfigArn: CODE_SIGNING_ARN,
  },
  async handle(input, ctx) {
    refuseUnsupported(input)
    const { name } = readFunctionName(ctx, input.FunctionName!)
    if (input.Runtime === undefined || input.Handler === undefined)
      throw invalidParameter('Runtime and Handler are mandatory parameters for functions created with deployment packages.')
    refuseTwice(ctx, name)
    if (input.CodeSigningConfigArn !== undefined) findCodeSigning(ctx, input.CodeSigningConfigArn)
    const settings = readSettings(ctx, input, name)
    await checkRole(ctx, { account: ctx.account, region: ctx.region, name, role: input.Role! })
    const code = await readCode(ctx, input.Code!)
    await runtimeOf(ctx).prepare(code, settings.layers)
    refuseTwice(ctx, name)
    const created: FunctionRecord = {
      ...defaults(ctx, name),
      role: input.Role!,
      runtime: input.Runtime,
      handler: input.Handler,
      architectures: input.Architectures ?? ['x86_64'],
      tags: input.Tags ?? {},
      ...settings,
      code,
    }
    functions(ctx).put(name, created)
    if (input.CodeSigningConfigArn !== undefined) useCodeSigning(ctx, created, input.CodeSigningConfigArn)
    return configurationOf(input.Publish ? publish(ctx, created) : created)
  },
})

function refuseTwice(ctx: Context, name: string): void {
  if (functions(ctx).has(name)) throw conflict(`Function already exist: ${name}`)
}

function defaults(ctx: Context, name: string) {
  return {
    account: ctx.account,
    region: ctx.region,
    name,
    arn: functionArn(ctx, name),
    version: LATEST,
    description: '',
    timeout_s: 3,
    memory_mb: 128,
    lastModified: ctx.now,
    revisionId: ctx.ids.uuid(),
    ephemeralStorage: { Size: 512 },
    tracing: { Mode: 'PassThrough' as const },
    snapStart: { ApplyOn: 'None' as const },
    logging: { LogFormat: 'Text' as const, LogGroup: `/aws/lambda/${name}` },
  }
}

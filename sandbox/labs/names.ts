import { EXIT, UserError } from '../commands/support/user-error.ts'
import type { AppliedStack } from '../stack/apply.ts'

/** What the stack's parts are called on this engine. */
export interface Names {
  readonly account: string
  readonly region: string
  readonly apiId: string
  readonly apiUrl: string
  readonly poolId: string
  readonly clientId: string
  readonly uploadFunction: string
  readonly uploadRole: string
  readonly processorFunction: string
  readonly processorRole: string
  readonly uploadBucket: string
  readonly processedBucket: string
  readonly stream: string
  readonly streamArn: string
}

/** Throws `UserError` for a stack of another template. */
export function namesOf(stack: AppliedStack, region: string): Names {
  const ref = (logicalId: string) => {
    const found = stack.resources[logicalId]?.ref
    if (found !== undefined) return found
    throw new UserError(`The labs work with the package's own template, and this stack has no ${logicalId}. Start a sandbox in another folder for them.`, EXIT.usage)
  }
  const stream = ref('UploadStream')
  return {
    account: stack.account,
    region,
    apiId: ref('HttpApi'),
    apiUrl: (stack.outputs['ApiUrl'] ?? '').replace(/\/$/, ''),
    poolId: ref('UserPool'),
    clientId: ref('UserPoolClient'),
    uploadFunction: ref('UploadFunction'),
    uploadRole: ref('UploadRole'),
    processorFunction: ref('ProcessorFunction'),
    processorRole: ref('ProcessorRole'),
    uploadBucket: ref('UploadBucket'),
    processedBucket: ref('ProcessedBucket'),
    stream,
    streamArn: `arn:aws:kinesis:${region}:${stack.account}:stream/${stream}`,
  }
}

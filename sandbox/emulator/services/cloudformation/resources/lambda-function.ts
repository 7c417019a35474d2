import type { FunctionConfiguration } from '@aws-sdk/client-lambda'
import type { ValueMap } from '../../../../template/index.ts'
import { strToU8, zipSync } from 'fflate'
import { omit, ResourceError, tagMap, textOf, type Io, type Provider } from './provider.ts'
import { retag } from './tags.ts'

const CODE = ['Code', 'Architectures']
const OTHERS = ['FunctionName', 'Tags', 'ReservedConcurrentExecutions', 'RecursiveLoop', 'RuntimeManagementConfig', 'CodeSigningConfigArn', 'PackageType']
const CONFIGURATION = ['DeadLetterConfig', 'Description', 'Environment', 'EphemeralStorage', 'FileSystemConfigs', 'Handler', 'ImageConfig', 'KmsKeyArn', 'Layers', 'LoggingConfig', 'MemorySize', 'Role', 'Runtime', 'SnapStart', 'Timeout', 'TracingConfig', 'VpcConfig']

/** What takes a setting away, where the template no longer has it. */
const CLEARED: ValueMap = {
  Description: '', Environment: { Variables: {} }, Layers: [], MemorySize: 128, Timeout: 3,
  DeadLetterConfig: { TargetArn: '' }, TracingConfig: { Mode: 'PassThrough' }, EphemeralStorage: { Size: 512 },
  LoggingConfig: { LogFormat: 'Text' }, KmsKeyArn: '',
}

/** Code written in the template becomes the file that the runtime's `index` handler is looked for in. */
function codeOf(properties: ValueMap): object {
  const code = properties['Code']
  if (typeof code !== 'object' || code === null || Array.isArray(code)) {
    throw new ResourceError(`Code ${String(code)} is a path on a machine; run "aws cloudformation package" or "sam package" first, which upload it to S3`)
  }
  const inline = code['ZipFile']
  if (inline === undefined) return code
  const file = textOf(properties, 'Runtime').startsWith('python') ? 'index.py' : 'index.js'
  return { ZipFile: zipSync({ [file]: strToU8(String(inline)) }) }
}

const settled = (io: Io, FunctionName: string) =>
  io.until(async () => {
    const now = await io.call<FunctionConfiguration>('lambda', 'GetFunctionConfiguration', { FunctionName })
    if (now.State === 'Failed' || now.LastUpdateStatus === 'Failed') throw new ResourceError(now.StateReason ?? now.LastUpdateStatusReason ?? 'The function failed to become active')
    return now.State === 'Active' && now.LastUpdateStatus !== 'InProgress'
  })

/** A template says `KmsKeyArn`, the API `KMSKeyArn`. */
const inApi = ({ KmsKeyArn, ...rest }: ValueMap): ValueMap => (KmsKeyArn === undefined ? rest : { ...rest, KMSKeyArn: KmsKeyArn })

/** What is set by operations of its own. */
async function setApart(io: Io, FunctionName: string, properties: ValueMap, changed: readonly string[]): Promise<void> {
  const { ReservedConcurrentExecutions, RecursiveLoop, RuntimeManagementConfig, CodeSigningConfigArn } = properties
  if (changed.includes('ReservedConcurrentExecutions')) {
    if (ReservedConcurrentExecutions === undefined) await io.call('lambda', 'DeleteFunctionConcurrency', { FunctionName })
    else await io.call('lambda', 'PutFunctionConcurrency', { FunctionName, ReservedConcurrentExecutions })
  }
  if (changed.includes('RecursiveLoop')) await io.call('lambda', 'PutFunctionRecursionConfig', { FunctionName, RecursiveLoop: RecursiveLoop ?? 'Terminate' })
  if (changed.includes('RuntimeManagementConfig')) await io.call('lambda', 'PutRuntimeManagementConfig', { FunctionName, ...((RuntimeManagementConfig ?? { UpdateRuntimeOn: 'Auto' }) as ValueMap) })
  if (changed.includes('CodeSigningConfigArn')) {
    if (CodeSigningConfigArn === undefined) await io.call('lambda', 'DeleteFunctionCodeSigningConfig', { FunctionName })
    else await io.call('lambda', 'PutFunctionCodeSigningConfig', { FunctionName, CodeSigningConfigArn })
  }
}

const isSetApart = (name: string) => ['ReservedConcurrentExecutions', 'RecursiveLoop', 'RuntimeManagementConfig'].includes(name)

export const lambdaFunction: Provider = {
  type: 'AWS::Lambda::Function',
  properties: [...CODE, ...OTHERS, ...CONFIGURATION],
  required: ['Code', 'Role'],
  replaces: ['FunctionName', 'PackageType'],
  tags: { property: 'Tags', form: 'list' },
  async create(properties, io) {
    const FunctionName = textOf(properties, 'FunctionName') || io.generatedName(64)
    const input = { ...inApi(omit(properties, ['Tags'])), FunctionName, Code: codeOf(properties), ...(properties['Tags'] ? { Tags: tagMap(properties['Tags']) } : {}) }
    const { FunctionArn } = await io.call<FunctionConfiguration>('lambda', 'CreateFunction', input)
    io.initiated(FunctionName)
    await settled(io, FunctionName)
    await setApart(io, FunctionName, properties, Object.keys(properties).filter(isSetApart))
    return { physicalId: FunctionName, attributes: { Arn: FunctionArn! } }
  },
  async update(properties, was, io, changed) {
    const FunctionName = was.physicalId
    if (changed.some((name) => CODE.includes(name))) {
      const { Architectures } = properties
      await io.call('lambda', 'UpdateFunctionCode', { FunctionName, ...codeOf(properties), ...(Architectures === undefined ? {} : { Architectures }) })
      await settled(io, FunctionName)
    }
    const configuration = changed.filter((name) => CONFIGURATION.includes(name))
    if (configuration.length > 0) {
      const wanted = Object.fromEntries(configuration.map((name) => [name, properties[name] ?? CLEARED[name]]).filter(([, value]) => value !== undefined)) as ValueMap
      await io.call('lambda', 'UpdateFunctionConfiguration', { FunctionName, ...inApi(wanted) })
      await settled(io, FunctionName)
    }
    await setApart(io, FunctionName, properties, changed)
    if (changed.includes('Tags')) await retag(io, 'lambda', { Resource: was.attributes['Arn']! }, was, properties)
    return { physicalId: FunctionName, attributes: was.attributes }
  },
  async delete(was, io) {
    await io.call('lambda', 'DeleteFunction', { FunctionName: was.physicalId })
  },
}

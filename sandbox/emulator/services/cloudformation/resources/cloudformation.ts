import type { ValueMap } from '../../../../template/index.ts'
import { listOf, ResourceError, textOf, type Existing, type Io, type Made, type Provider } from './provider.ts'

const idOf = ({ stackName, logicalId, generatedName }: Io) => generatedName(255) || `${stackName}-${logicalId}`

/** What the CDK tells AWS about itself. */
export const cdkMetadata: Provider = {
  type: 'AWS::CDK::Metadata',
  properties: ['Analytics'],
  replaces: [],
  create: async (_, io) => ({ physicalId: idOf(io) }),
  update: async (_, was) => was,
  delete: async () => undefined,
}

/** A stack inside of a stack. Its outputs are its attributes, as `Outputs.Name`. */
export const nestedStack: Provider = {
  type: 'AWS::CloudFormation::Stack',
  properties: ['NotificationARNs', 'Parameters', 'Tags', 'TemplateURL', 'TimeoutInMinutes'],
  required: ['TemplateURL'],
  replaces: [],
  tags: { property: 'Tags', form: 'list' },
  async create(properties, io) {
    const stackId = await io.stacks.createNested(io.generatedName(128), properties, io.initiated)
    return nested(stackId, io)
  },
  async update(properties, was, io) {
    await io.stacks.updateNested(was.physicalId, properties)
    return nested(was.physicalId, io)
  },
  async delete(was, io) {
    await io.stacks.deleteNested(was.physicalId)
  },
}

function nested(stackId: string, io: Io): Made {
  const outputs = Object.entries(io.stacks.outputs(stackId)).map(([name, value]) => [`Outputs.${name}`, value] as const)
  return { physicalId: stackId, attributes: Object.fromEntries(outputs) }
}

interface Answer {
  readonly Status: string
  readonly Reason?: string
  readonly PhysicalResourceId?: string
  readonly Data?: ValueMap
}

const LONGEST_WAIT_S = 3600

/** Asks a function to make something, and waits for what it puts to the address that it is given. */
async function ask(type: string, RequestType: 'Create' | 'Update' | 'Delete', properties: ValueMap, io: Io, was?: Existing): Promise<Made> {
  const timeout_ms = Number(properties['ServiceTimeout'] ?? LONGEST_WAIT_S) * 1000
  const { url, requestId, answer } = io.stacks.awaitAnswer(timeout_ms)
  const event = {
    RequestType,
    ServiceToken: properties['ServiceToken'],
    ResponseURL: url,
    StackId: io.stackId,
    RequestId: requestId,
    LogicalResourceId: io.logicalId,
    ...(was ? { PhysicalResourceId: was.physicalId } : {}),
    ResourceType: type,
    ResourceProperties: asText(properties),
    ...(was && RequestType === 'Update' ? { OldResourceProperties: asText(was.properties) } : {}),
  }
  const Payload = Buffer.from(JSON.stringify(event))
  await io.call('lambda', 'Invoke', { FunctionName: properties['ServiceToken'], InvocationType: 'Event', Payload })
  const text = await answer
  if (text === undefined) throw new ResourceError('CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId [' + requestId + ']. If you are using the Python cfn-response module, you may need to update your Lambda function code so that CloudFormation can attach the updated version.')
  return read(text, requestId, io, was)
}

function read(text: string, requestId: string, io: Io, was?: Existing): Made {
  const { Status, Reason, PhysicalResourceId, Data = {} } = JSON.parse(text) as Answer
  if (Status !== 'SUCCESS') throw new ResourceError(`Received response status [FAILED] from custom resource. Message returned: ${Reason ?? 'See the details in CloudWatch Log Stream'} (RequestId: ${requestId})`)
  return { physicalId: PhysicalResourceId ?? was?.physicalId ?? idOf(io), attributes: Data }
}

/** Functions get every scalar as text. */
function asText<T>(value: T): unknown {
  if (Array.isArray(value)) return listOf(value as never).map(asText)
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, asText(item)]))
  return String(value)
}

/** `Custom::Anything`: made by a function of the user's. */
export function customResource(type: string): Provider {
  return {
    type,
    properties: 'any',
    required: ['ServiceToken'],
    replaces: ['ServiceToken'],
    create: (properties, io) => {
      if (!textOf(properties, 'ServiceToken').startsWith('arn:aws:lambda:')) throw new ResourceError('ServiceToken is the ARN of a Lambda function: this emulator has no topics for custom resources')
      return ask(type, 'Create', properties, io)
    },
    update: (properties, was, io) => ask(type, 'Update', properties, io, was),
    delete: async (was, io) => {
      await ask(type, 'Delete', was.properties, io, was)
    },
  }
}

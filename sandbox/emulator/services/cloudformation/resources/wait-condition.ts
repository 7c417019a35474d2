import { ResourceError, textOf, type Provider } from './provider.ts'

/** The address to which a wait condition's signals are PUT. By itself it has no effect. */
export const waitConditionHandle: Provider = {
  type: 'AWS::CloudFormation::WaitConditionHandle',
  properties: [],
  replaces: [],
  create: async (_, io) => ({ physicalId: io.stacks.openHandle() }),
  update: async (_, was) => was,
  delete: async (was, io) => io.stacks.closeHandle(was.physicalId),
}

/** Is made when its handle has been told so; the stack waits for that. */
export const waitCondition: Provider = {
  type: 'AWS::CloudFormation::WaitCondition',
  properties: ['Count', 'Handle', 'Timeout'],
  required: ['Handle', 'Timeout'],
  replaces: [],
  async create(properties, io) {
    const physicalId = `arn:aws:cloudformation:${io.region}:${io.account}:waitcondition/${io.stackName}/${io.stackId.split('/').at(-1)}/${io.logicalId}`
    io.initiated(physicalId)
    const count = Number(properties['Count'] ?? 1)
    const waiting = io.stacks.awaitSignals(textOf(properties, 'Handle'), count, Number(properties['Timeout']) * 1000)
    if (!waiting) throw new ResourceError('Handle is not the Ref of an AWS::CloudFormation::WaitConditionHandle of this engine')
    const signals = await waiting
    const failure = signals.find(({ Status }) => Status === 'FAILURE')
    if (failure) throw new ResourceError(`WaitCondition received failed message: '${failure.Reason}' for uniqueId: ${failure.UniqueId}`)
    if (signals.length < count) throw new ResourceError(`WaitCondition timed out. Received ${signals.length} conditions when expecting ${count}`)
    return { physicalId, attributes: { Data: JSON.stringify(Object.fromEntries(signals.map(({ UniqueId, Data }) => [UniqueId, Data]))) } }
  },
  delete: async () => undefined,
}

import { ifFound, physicalName, type ResourceHandler } from '../resource.ts'

export const stream: ResourceHandler = {
  type: 'AWS::Kinesis::Stream',
  async ensure(resource, stack) {
    const { CreateStreamCommand, DescribeStreamSummaryCommand, waitUntilStreamExists } = await import('@aws-sdk/client-kinesis')
    const kinesis = await stack.clients.kinesis()
    const StreamName = physicalName(resource, 'Name', stack)
    const describe = () => kinesis.send(new DescribeStreamSummaryCommand({ StreamName }))
    const existing = await ifFound(describe, 'ResourceNotFoundException')
    if (!existing) {
      const mode = resource.properties['StreamModeDetails'] as { StreamMode?: 'ON_DEMAND' | 'PROVISIONED' } | undefined
      const onDemand = mode?.StreamMode === 'ON_DEMAND' || resource.properties['ShardCount'] === undefined
      await kinesis.send(
        new CreateStreamCommand({
          StreamName,
          StreamModeDetails: { StreamMode: onDemand ? 'ON_DEMAND' : 'PROVISIONED' },
          ...(onDemand ? {} : { ShardCount: Number(resource.properties['ShardCount']) }),
        }),
      )
      await waitUntilStreamExists({ client: kinesis, maxWaitTime: 60, minDelay: 1, maxDelay: 2 }, { StreamName })
    }
    const arn = (existing ?? (await describe())).StreamDescriptionSummary!.StreamARN!
    return { ref: StreamName, attributes: { Arn: arn }, action: existing ? 'unchanged' : 'created' }
  },
}

import type { ChannelDescription } from '@aws-sdk/client-kinesis'
import type { ValueMap } from '../../../../template/index.ts'
import { pick, tagMap, type Io, type Provider } from './provider.ts'
import { retag } from './tags.ts'

const DESTINATIONS = ['S3DestinationConfiguration', 'S3TablesDestinationConfiguration']

async function describe(io: Io, ChannelARN: string): Promise<ChannelDescription> {
  return (await io.call<{ ChannelDescription: ChannelDescription }>('kinesis', 'DescribeChannel', { ChannelARN })).ChannelDescription
}

const active = (io: Io, arn: string) => io.until(async () => (await describe(io, arn)).ChannelStatus === 'ACTIVE')

export const channel: Provider = {
  type: 'AWS::Kinesis::Channel',
  properties: ['ChannelName', 'EncryptionConfiguration', 'LoggingConfiguration', ...DESTINATIONS, 'ServiceExecutionRoleARN', 'StreamConfigurationList', 'Tags'],
  required: ['ChannelName', 'ServiceExecutionRoleARN', 'StreamConfigurationList'],
  replaces: ['ChannelName', 'EncryptionConfiguration', 'ServiceExecutionRoleARN', 'StreamConfigurationList'],
  tags: { property: 'Tags', form: 'list' },
  async create(properties, io) {
    const tags = properties['Tags'] === undefined ? {} : { Tags: tagMap(properties['Tags']) }
    const made = await io.call<{ ChannelDescription: ChannelDescription }>('kinesis', 'CreateChannel', { ...properties, ...tags })
    const arn = made.ChannelDescription.ChannelARN!
    io.initiated(arn)
    await active(io, arn)
    const { ChannelId, ChannelCreationTimestamp } = await describe(io, arn)
    return { physicalId: arn, attributes: { ChannelARN: arn, ChannelId: ChannelId!, ChannelStatus: 'ACTIVE', ChannelCreationTimestamp: ChannelCreationTimestamp!.toISOString() } }
  },
  async update(properties, was, io, changed) {
    const ChannelARN = was.physicalId
    if (changed.some((name) => name !== 'Tags')) await io.call('kinesis', 'UpdateChannel', { ChannelARN, ...freshness(properties), ...pick(properties, ['LoggingConfiguration']) })
    await active(io, ChannelARN)
    if (changed.includes('Tags')) await retag(io, 'kinesis', { ResourceARN: ChannelARN }, was, properties)
    return { physicalId: ChannelARN, attributes: was.attributes }
  },
  async delete(was, io) {
    await io.call('kinesis', 'DeleteChannel', { ChannelARN: was.physicalId })
    await io.until(() => describe(io, was.physicalId).then(() => false, () => true))
  },
}

/** Of a destination only how long records may wait can be changed. */
function freshness(properties: ValueMap): ValueMap {
  const given = DESTINATIONS.flatMap((name) => (properties[name] === undefined ? [] : [[name, pick(properties[name] as ValueMap, ['DataFreshnessInSeconds'])] as const]))
  return Object.fromEntries(given.filter(([, setting]) => Object.keys(setting).length > 0))
}

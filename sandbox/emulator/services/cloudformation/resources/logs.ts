import { tagMap, textOf, type Provider } from './provider.ts'
import { simple } from './simple.ts'
import { retag } from './tags.ts'

export const logGroup: Provider = {
  type: 'AWS::Logs::LogGroup',
  properties: ['DeletionProtectionEnabled', 'LogGroupClass', 'LogGroupName', 'RetentionInDays', 'Tags'],
  replaces: ['LogGroupName', 'LogGroupClass'],
  tags: { property: 'Tags', form: 'list' },
  async create(properties, io) {
    const logGroupName = textOf(properties, 'LogGroupName') || io.generatedName(512)
    const tags = properties['Tags'] ? { tags: tagMap(properties['Tags']) } : {}
    await io.call('logs', 'CreateLogGroup', { logGroupName, ...tags, logGroupClass: properties['LogGroupClass'], deletionProtectionEnabled: properties['DeletionProtectionEnabled'] })
    io.initiated(logGroupName)
    const retentionInDays = properties['RetentionInDays']
    if (retentionInDays !== undefined) await io.call('logs', 'PutRetentionPolicy', { logGroupName, retentionInDays })
    return { physicalId: logGroupName, attributes: { Arn: `arn:aws:logs:${io.region}:${io.account}:log-group:${logGroupName}:*` } }
  },
  async update(properties, was, io, changed) {
    const logGroupName = was.physicalId
    const retentionInDays = properties['RetentionInDays']
    if (changed.includes('RetentionInDays')) {
      if (retentionInDays === undefined) await io.call('logs', 'DeleteRetentionPolicy', { logGroupName })
      else await io.call('logs', 'PutRetentionPolicy', { logGroupName, retentionInDays })
    }
    if (changed.includes('DeletionProtectionEnabled')) await io.call('logs', 'PutLogGroupDeletionProtection', { logGroupIdentifier: logGroupName, deletionProtectionEnabled: properties['DeletionProtectionEnabled'] ?? false })
    if (changed.includes('Tags')) {
      const resourceArn = textOf(was.attributes as never, 'Arn').replace(/:\*$/, '')
      await retag(io, 'logs', { resourceArn }, was, properties, { tags: 'tags', tagKeys: 'tagKeys' })
    }
    return { physicalId: logGroupName, attributes: was.attributes }
  },
  async delete(was, io) {
    await io.call('logs', 'DeleteLogGroup', { logGroupName: was.physicalId })
  },
}

export const logStream = simple({
  type: 'AWS::Logs::LogStream',
  service: 'logs',
  properties: ['LogGroupName', 'LogStreamName'],
  required: ['LogGroupName'],
  replaces: ['LogGroupName', 'LogStreamName'],
  create: 'CreateLogStream',
  delete: 'DeleteLogStream',
  id: 'LogStreamName',
  name: { max: 512 },
  parents: ['LogGroupName'],
})

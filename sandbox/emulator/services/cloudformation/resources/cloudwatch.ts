import type { DescribeAlarmsCommandOutput } from '@aws-sdk/client-cloudwatch'
import { kept, omit, ResourceError, textOf, type Provider } from './provider.ts'

const PROPERTIES = ['ActionsEnabled', 'AlarmActions', 'AlarmDescription', 'AlarmName', 'ComparisonOperator', 'DatapointsToAlarm', 'Dimensions', 'EvaluateLowSampleCountPercentile', 'EvaluationPeriods', 'ExtendedStatistic', 'InsufficientDataActions', 'MetricName', 'Metrics', 'Namespace', 'OKActions', 'Period', 'Statistic', 'Tags', 'Threshold', 'ThresholdMetricId', 'TreatMissingData', 'Unit']

export const alarm: Provider = {
  type: 'AWS::CloudWatch::Alarm',
  properties: PROPERTIES,
  required: ['ComparisonOperator', 'EvaluationPeriods'],
  replaces: ['AlarmName'],
  tags: { property: 'Tags', form: 'list' },
  async create(properties, io) {
    const AlarmName = textOf(properties, 'AlarmName') || io.generatedName(255)
    const { MetricAlarms = [] } = await io.call<DescribeAlarmsCommandOutput>('cloudwatch', 'DescribeAlarms', { AlarmNames: [AlarmName] })
    if (MetricAlarms.length > 0) throw new ResourceError(`${AlarmName} already exists`)
    await io.call('cloudwatch', 'PutMetricAlarm', { ...properties, AlarmName })
    return { physicalId: AlarmName, attributes: { Arn: `arn:aws:cloudwatch:${io.region}:${io.account}:alarm:${AlarmName}` } }
  },
  async update(properties, was, io) {
    await io.call('cloudwatch', 'PutMetricAlarm', { ...omit(properties, ['Tags']), AlarmName: was.physicalId })
    return kept(was)
  },
  async delete(was, io) {
    await io.call('cloudwatch', 'DeleteAlarms', { AlarmNames: [was.physicalId] })
  },
}

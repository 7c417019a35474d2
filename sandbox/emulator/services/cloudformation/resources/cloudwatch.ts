import { omit, textOf, type Provider } from './provider.ts'

const PROPERTIES = ['ActionsEnabled', 'AlarmActions', 'AlarmDescription', 'AlarmName', 'ComparisonOperator', 'DatapointsToAlarm', 'Dimensions', 'EvaluateLowSampleCountPercentile', 'EvaluationPeriods', 'ExtendedStatistic', 'InsufficientDataActions', 'MetricName', 'Metrics', 'Namespace', 'OKActions', 'Period', 'Statistic', 'Tags', 'Threshold', 'ThresholdMetricId', 'TreatMissingData', 'Unit']

export const alarm: Provider = {
  type: 'AWS::CloudWatch::Alarm',
  properties: PROPERTIES,
  required: ['ComparisonOperator', 'EvaluationPeriods'],
  replaces: ['AlarmName'],
  tags: { property: 'Tags', form: 'list' },
  async create(properties, io) {
    const AlarmName = textOf(properties, 'AlarmName') || io.generatedName(255)
    await io.call('cloudwatch', 'PutMetricAlarm', { ...properties, AlarmName })
    return { physicalId: AlarmName, attributes: { Arn: `arn:aws:cloudwatch:${io.region}:${io.account}:alarm:${AlarmName}` } }
  },
  async update(properties, was, io) {
    await io.call('cloudwatch', 'PutMetricAlarm', { ...omit(properties, ['Tags']), AlarmName: was.physicalId })
    return { physicalId: was.physicalId, attributes: was.attributes }
  },
  async delete(was, io) {
    await io.call('cloudwatch', 'DeleteAlarms', { AlarmNames: [was.physicalId] })
  },
}

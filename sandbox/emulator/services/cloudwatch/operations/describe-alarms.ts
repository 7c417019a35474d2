import type { DescribeAlarmsCommandInput, DescribeAlarmsCommandOutput } from '@aws-sdk/client-cloudwatch'
import { operation } from '../../../kernel/operation.ts'
import { listAlarms, showAlarm, type Alarm } from '../alarms.ts'
import { Faults } from '../checks.ts'
import { invalidNextToken } from '../errors.ts'

const PAGE = 50
const LARGEST_PAGE = 100

export const DescribeAlarms = operation<DescribeAlarmsCommandInput, DescribeAlarmsCommandOutput>({
  action: 'cloudwatch:DescribeAlarms',
  resource: '*',
  handle(input, ctx) {
    check(input)
    const size = input.MaxRecords ?? PAGE
    const after = input.NextToken === undefined ? '' : openToken(input.NextToken)
    const found = listAlarms(ctx).filter((alarm) => alarm.settings.AlarmName! > after && fits(alarm, input))
    const page = found.slice(0, size)
    return {
      MetricAlarms: page.map((alarm) => showAlarm(ctx, alarm)),
      CompositeAlarms: [],
      ...(found.length > size ? { NextToken: sealToken(page.at(-1)!.settings.AlarmName!) } : {}),
    }
  },
})

function fits({ settings, state }: Alarm, input: DescribeAlarmsCommandInput): boolean {
  if (input.AlarmTypes && input.AlarmTypes.length > 0 && !input.AlarmTypes.includes('MetricAlarm')) return false
  if (input.AlarmNames && input.AlarmNames.length > 0 && !input.AlarmNames.includes(settings.AlarmName!)) return false
  if (input.AlarmNamePrefix !== undefined && !settings.AlarmName!.startsWith(input.AlarmNamePrefix)) return false
  if (input.StateValue !== undefined && input.StateValue !== state) return false
  const { ActionPrefix: prefix } = input
  const actions = [...(settings.AlarmActions ?? []), ...(settings.OKActions ?? []), ...(settings.InsufficientDataActions ?? [])]
  return prefix === undefined || actions.some((action) => action.startsWith(prefix))
}

const sealToken = (name: string) => Buffer.from(`alarms\0${name}`).toString('base64url')

function openToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString()
  if (!text.startsWith('alarms\0')) throw invalidNextToken()
  return text.slice('alarms\0'.length)
}

function check({ AlarmNames: names, AlarmNamePrefix: prefix, MaxRecords: most, StateValue }: DescribeAlarmsCommandInput): void {
  const faults = new Faults()
  if (names && names.length > 0 && prefix !== undefined) faults.exclusive('AlarmNames', 'AlarmNamePrefix')
  if (most !== undefined && (most < 1 || most > LARGEST_PAGE))
    faults.value(`The parameter MaxRecords must be between 1 and ${LARGEST_PAGE}.`)
  faults.oneOf('StateValue', StateValue, ['OK', 'ALARM', 'INSUFFICIENT_DATA'])
  faults.throwIfAny('ValidationException')
}

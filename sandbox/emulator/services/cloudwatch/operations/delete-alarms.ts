import type { DeleteAlarmsCommandInput, DeleteAlarmsCommandOutput } from '@aws-sdk/client-cloudwatch'
import { operation } from '../../../kernel/operation.ts'
import { alarmArn, deleteAlarm } from '../alarms.ts'
import { Faults } from '../checks.ts'
import { resourceNotFound } from '../errors.ts'

/** The alarms that there are go, also where another name is wrong. */
export const DeleteAlarms = operation<DeleteAlarmsCommandInput, DeleteAlarmsCommandOutput>({
  action: 'cloudwatch:DeleteAlarms',
  resource: (input, ctx) => (input.AlarmNames ?? []).map((name) => alarmArn(ctx, name)),
  handle(input, ctx) {
    const faults = new Faults()
    faults.required('AlarmNames', input.AlarmNames)
    faults.throwIfAny('ValidationException')
    const unknown = input.AlarmNames!.filter((name) => !deleteAlarm(ctx, name))
    if (unknown.length > 0) throw resourceNotFound(unknown.map((name) => alarmArn(ctx, name)))
    return {}
  },
})

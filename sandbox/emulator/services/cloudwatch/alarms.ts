import type { MetricAlarm, PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch'
import type { Context } from '../../kernel/context.ts'
import { collection } from '../../kernel/store.ts'
import { evaluateAlarm } from './alarm-state.ts'

/** An alarm as it was set, with the state in which it was last seen. */
export interface Alarm extends AlarmState {
  readonly settings: PutMetricAlarmInput
  /** Epoch milliseconds. */
  readonly configuredAt: number
  readonly changedAt: number
}

export interface AlarmState {
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'
  readonly reason: string
}

const UNCHECKED: AlarmState = { state: 'INSUFFICIENT_DATA', reason: 'Unchecked: Initial alarm creation' }

const alarms = collection<Alarm>('cloudwatch.alarms', 'region')

/** Throws `ValidationException` where the expression of an alarm cannot be computed. */
export function tryOut(ctx: Context, settings: PutMetricAlarmInput): void {
  evaluateAlarm(ctx, { ...UNCHECKED, settings, configuredAt: ctx.now, changedAt: ctx.now })
}

/** A changed alarm keeps its state until it is looked at again. */
export function putAlarm(ctx: Context, settings: PutMetricAlarmInput): void {
  const { Tags: _, ...kept } = settings
  const before = alarms(ctx).get(settings.AlarmName!)
  const state = before ?? { ...UNCHECKED, changedAt: ctx.now }
  alarms(ctx).put(settings.AlarmName!, { ...state, settings: kept, configuredAt: ctx.now })
}

/** All alarms in the order of their names, in the state that their metrics now put them in. */
export function listAlarms(ctx: Context): Alarm[] {
  const names = [...alarms(ctx).keys()].sort()
  return names.map((name) => {
    const alarm = alarms(ctx).get(name)!
    const now = evaluateAlarm(ctx, alarm)
    return now.state === alarm.state ? alarm : alarms(ctx).put(name, { ...alarm, ...now, changedAt: ctx.now })
  })
}

/** Says whether there was one. */
export const deleteAlarm = (ctx: Context, name: string) => alarms(ctx).delete(name)

export const alarmArn = (ctx: Context, name: string) => `arn:aws:cloudwatch:${ctx.region}:${ctx.account}:alarm:${name}`

/** An alarm as DescribeAlarms shows it. */
export function showAlarm(ctx: Context, { settings, ...alarm }: Alarm): MetricAlarm {
  return {
    ...settings,
    AlarmArn: alarmArn(ctx, settings.AlarmName!),
    ActionsEnabled: settings.ActionsEnabled ?? true,
    OKActions: settings.OKActions ?? [],
    AlarmActions: settings.AlarmActions ?? [],
    InsufficientDataActions: settings.InsufficientDataActions ?? [],
    Dimensions: settings.Dimensions ?? [],
    AlarmConfigurationUpdatedTimestamp: new Date(alarm.configuredAt),
    StateValue: alarm.state,
    StateReason: alarm.reason,
    StateUpdatedTimestamp: new Date(alarm.changedAt),
    StateTransitionedTimestamp: new Date(alarm.changedAt),
  }
}

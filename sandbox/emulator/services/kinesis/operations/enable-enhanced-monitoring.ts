import type { EnableEnhancedMonitoringCommandInput, EnableEnhancedMonitoringCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { changeMetrics, METRICS_LIMITS } from '../metrics.ts'
import { addressedArn } from '../state.ts'

export const EnableEnhancedMonitoring = operation<EnableEnhancedMonitoringCommandInput, EnableEnhancedMonitoringCommandOutput>({
  action: 'kinesis:EnableEnhancedMonitoring',
  resource: addressedArn,
  limits: METRICS_LIMITS,
  handle: (input, ctx) => changeMetrics(ctx, input, (before, named) => before || named),
})

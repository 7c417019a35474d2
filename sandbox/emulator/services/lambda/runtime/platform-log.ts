import type { SystemLogLevel } from '@aws-sdk/client-lambda'
import type { FunctionRecord } from '../state.ts'
import { end, extension, initReport, initStart, report, runtimeLabel, start, type Report } from './report.ts'

/** What the platform itself writes into a function's log; undefined where its format or its level has no such line. */
export interface PlatformLog {
  initStart(runtimeVersionArn: string): string | undefined
  /** Only of an initialisation that went wrong. */
  initReport(duration_ms: number, status: 'error' | 'timeout', errorType?: string): string | undefined
  extension(name: string, state: string, events: readonly string[]): string | undefined
  start(requestId: string): string | undefined
  end(of: Report): string | undefined
  report(of: Report): string | undefined
  /** A sentence about an invocation that went wrong: JSON has it in its records. */
  sentence(text: string): string | undefined
}

export function platformLog(found: FunctionRecord, now: () => number): PlatformLog {
  return found.logging.LogFormat === 'JSON' ? jsonLog(found, now) : textLog(found)
}

function textLog(found: FunctionRecord): PlatformLog {
  return {
    initStart: (arn) => initStart(found.runtime, arn),
    initReport,
    extension,
    start: (requestId) => start(requestId, found.version),
    end: ({ requestId }) => end(requestId),
    report,
    sentence: (text) => text,
  }
}

const ORDER: readonly SystemLogLevel[] = ['DEBUG', 'INFO', 'WARN']
const INIT = { initializationType: 'on-demand', phase: 'init' } as const

/** As in "Telemetry API Event schema reference"; which level each has is in "System log level event mapping". */
function jsonLog(found: FunctionRecord, now: () => number): PlatformLog {
  const least = ORDER.indexOf(found.logging.SystemLogLevel ?? 'INFO')
  const line = (level: SystemLogLevel, type: string, record: object) => {
    if (ORDER.indexOf(level) < least) return undefined
    return `${JSON.stringify({ time: new Date(now()).toISOString(), type: `platform.${type}`, record })}\n`
  }
  return {
    initStart: (runtimeVersionArn) =>
      line('INFO', 'initStart', { ...INIT, runtimeVersion: runtimeLabel(found.runtime), runtimeVersionArn, functionName: found.name, functionVersion: found.version }),
    initReport: (duration_ms, status, errorType) =>
      line('WARN', 'initReport', { ...INIT, status, ...(errorType ? { errorType } : {}), metrics: { durationMs: round(duration_ms) } }),
    extension: (name, state, events) => line('INFO', 'extension', { name, state, events }),
    start: (requestId) => line('INFO', 'start', { requestId, version: found.version }),
    end: (of) =>
      line(of.status ? 'WARN' : 'DEBUG', 'runtimeDone', { requestId: of.requestId, ...statusOf(of), metrics: { durationMs: round(of.duration_ms) } }),
    report: (of) => line(of.status ? 'WARN' : 'INFO', 'report', { requestId: of.requestId, metrics: metricsOf(of), ...statusOf(of) }),
    sentence: () => undefined,
  }
}

const statusOf = ({ status, errorType }: Report) => ({ status: status ?? 'success', ...(errorType ? { errorType } : {}) })

const metricsOf = (of: Report) => ({
  durationMs: round(of.duration_ms),
  billedDurationMs: Math.max(1, Math.ceil(of.duration_ms + (of.init_ms ?? 0))),
  memorySizeMB: of.memorySize_mb,
  maxMemoryUsedMB: of.memoryUsed_mb,
  ...(of.init_ms === undefined ? {} : { initDurationMs: round(of.init_ms) }),
})

const round = (value_ms: number) => Math.round(value_ms * 1000) / 1000

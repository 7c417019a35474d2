/** The lines that the platform itself writes into a function's log, as AWS prints them in its text format. */

export const initStart = (runtime: string, runtimeVersionArn: string) =>
  `INIT_START Runtime Version: ${runtimeLabel(runtime)}\tRuntime Version ARN: ${runtimeVersionArn}\n`

export const start = (requestId: string, version: string) => `START RequestId: ${requestId} Version: ${version}\n`

export const end = (requestId: string) => `END RequestId: ${requestId}\n`

export const initReport = (duration_ms: number, status: 'error' | 'timeout', errorType?: string) =>
  `INIT_REPORT Init Duration: ${duration_ms.toFixed(2)} ms\tPhase: init\tStatus: ${status}${errorType ? `\tError Type: ${errorType}` : ''}\n`

/** At the end of an initialisation, once for each extension. */
export const extension = (name: string, state: string, events: readonly string[]) =>
  `EXTENSION\tName: ${name}\tState: ${state}\tEvents: [${events.join(', ')}]\n`

export interface Report {
  readonly requestId: string
  readonly duration_ms: number
  readonly memorySize_mb: number
  readonly memoryUsed_mb: number
  /** Only at the first invocation of an environment. */
  readonly init_ms?: number
  readonly status?: 'error' | 'timeout'
  readonly errorType?: string
}

/** The initialisation is billed too, since August 2025. */
export function report(of: Report): string {
  const parts = [
    `REPORT RequestId: ${of.requestId}`,
    `Duration: ${of.duration_ms.toFixed(2)} ms`,
    `Billed Duration: ${Math.max(1, Math.ceil(of.duration_ms + (of.init_ms ?? 0)))} ms`,
    `Memory Size: ${of.memorySize_mb} MB`,
    `Max Memory Used: ${of.memoryUsed_mb} MB`,
    ...(of.init_ms === undefined ? [] : [`Init Duration: ${of.init_ms.toFixed(2)} ms`]),
    ...(of.status === undefined ? [] : [`Status: ${of.status}`]),
    ...(of.errorType === undefined ? [] : [`Error Type: ${of.errorType}`]),
  ]
  return `${parts.join('\t')}\t\n`
}

/** `nodejs22.x` is `nodejs:22` with AWS's own number behind it, which is ours to choose. */
export function runtimeLabel(runtime: string): string {
  const found = /^([a-z]+)([\d.]+?)(\.x)?$/.exec(runtime)
  return found ? `${found[1]}:${found[2]}.v1` : `${runtime.replace('.', ':')}.v1`
}

import type { LogLine } from './patient.ts'

/** Why a function failed the last time that it did. */
export interface FunctionFailure {
  readonly kind: 'timeout' | 'handler' | 'import' | 'exit' | 'init' | 'error'
  readonly text: string
  readonly time: number
}

const KINDS: readonly (readonly [kind: FunctionFailure['kind'], pattern: RegExp])[] = [
  ['timeout', /Task timed out after [\d.]+ seconds/],
  ['handler', /Runtime\.(?:HandlerNotFound|UserCodeSyntaxError|MalformedHandlerName)[^\n]*/],
  ['import', /Runtime\.ImportModuleError[^\n]*/],
  ['exit', /Runtime\.ExitError[^\n]*|exited (?:with|due to)[^\n]*/],
  ['init', /INIT_REPORT[^\n]*(?:Status: (?:error|timeout))[^\n]*/],
  ['error', /Invoke Error[^\n]*|\[ERROR\][^\n]*/],
]

/** The last failure of a function among its log lines; undefined where its last invocation went well. */
export function lastFailure(logs: readonly LogLine[], functionName: string): FunctionFailure | undefined {
  const own = logs.filter((line) => line.functionName === functionName)
  for (const { message, time } of own.toReversed()) {
    if (isSuccess(message)) return undefined
    for (const [kind, pattern] of KINDS) {
      const found = pattern.exec(message)
      if (found) return { kind, text: inShort(found[0]), time }
    }
  }
  return undefined
}

/** A report of an invocation that ended without one of the failures above comes after what it wrote, so only a later one tells. */
const isSuccess = (message: string) => /"message":"processed"|"message":"uploaded"/.test(message)

function inShort(text: string): string {
  const { errorType, errorMessage } = jsonIn(text)
  if (errorMessage !== undefined) return `${errorType ?? 'Error'}: ${errorMessage}`
  return text.length > 300 ? `${text.slice(0, 300)}…` : text
}

function jsonIn(text: string): { errorType?: string; errorMessage?: string } {
  try {
    return JSON.parse(text.slice(text.indexOf('{'))) as { errorType?: string; errorMessage?: string }
  } catch {
    return {}
  }
}

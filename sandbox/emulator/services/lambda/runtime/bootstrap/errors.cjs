'use strict'
class RuntimeError extends Error {
  constructor(message) {
    super(message)
    this.stack = this.stack.replace(/^Error/, this.name)
  }

  get name() {
    return `Runtime.${this.constructor.name}`
  }
}

class ImportModuleError extends RuntimeError {}
class UserCodeSyntaxError extends RuntimeError {}
class HandlerNotFound extends RuntimeError {}
class MalformedHandlerName extends RuntimeError {}
class CallbackHandlerDeprecated extends RuntimeError {}
class JSONStringifyError extends RuntimeError {}

class UnhandledPromiseRejection extends RuntimeError {
  constructor(reason, promise) {
    super(String(reason))
    this.reason = reason
    this.promise = promise
  }
}

/** What the Runtime API takes. Something thrown that is no error is named by its type. */
function forApi(error) {
  try {
    if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] }
    return { errorType: error.name, errorMessage: error.message, trace: error.stack?.split('\n') ?? [] }
  } catch {
    return { errorType: 'handled', errorMessage: 'The error has members that cannot be read.', trace: [] }
  }
}

/** What the log shows: the error with its own members, and errors within it likewise. */
function forLog(error) {
  const shown = error instanceof Error ? error : new Error(String(error))
  try {
    return JSON.stringify(shown, (_key, value) => (value instanceof Error ? withMembers(value) : value))
  } catch {
    return JSON.stringify(forApi(error))
  }
}

function withMembers(error) {
  const { name: errorType, message: errorMessage, code, stack } = error
  const members = { errorType, errorMessage, ...(code === undefined ? {} : { code }), ...error }
  return typeof stack === 'string' ? { ...members, stack: stack.split('\n') } : members
}

module.exports = { ImportModuleError, UserCodeSyntaxError, HandlerNotFound, MalformedHandlerName, CallbackHandlerDeprecated, JSONStringifyError, UnhandledPromiseRejection, forApi, forLog }

/** What the process ends with. */
export const EXIT = { ok: 0, pipelineFailed: 1, usage: 2, notStarted: 3, templateInvalid: 4, timeout: 5 } as const

/** A mistake or a mishap that a person can do something about: one sentence, no stack trace. */
export class UserError extends Error {
  readonly exitCode: number

  constructor(message: string, exitCode: number) {
    super(message)
    this.name = 'UserError'
    this.exitCode = exitCode
  }
}

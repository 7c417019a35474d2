/**
 * What is wrong with a template, in one sentence; CloudFormation's own where it has one (it answers `ValidationError`).
 * - `path`: where, as `Resources.UploadFunction.Properties.Handler`; empty when it is the whole file.
 * - `line`: 1-based, where known.
 */
export class TemplateError extends Error {
  readonly path: string
  readonly line: number | undefined

  constructor(message: string, path = '', line?: number) {
    super(message)
    this.name = 'TemplateError'
    this.path = path
    this.line = line
  }

  /** The same error, with the place that its thrower did not know. */
  at(path: string, line?: number): TemplateError {
    return new TemplateError(this.message, this.path || path, this.line ?? line)
  }
}

/** Runs `work`; a TemplateError without a place gets this one. */
export function locating<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof TemplateError) throw error.at(path)
    throw error
  }
}

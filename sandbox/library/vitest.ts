/** `import 'pipeline-sandbox/vitest'`, once: what tests say of a sandbox, as matchers of vitest's `expect`. */
import { expect } from 'vitest'
import { matchers, type ProcessedOptions } from './matchers.ts'
import type { Uploaded } from '../commands/support/pipeline.ts'

export { matchers }

expect.extend(matchers)

interface SandboxMatchers<R> {
  /** Of a sandbox: the pipeline has made `text` of an upload, or will within `timeout_ms` (10 s). */
  toHaveProcessed(upload: Uploaded | string, text?: string, options?: ProcessedOptions): Promise<R>
  /** Of a sandbox: nothing is in flight, or will be within `timeout_ms` (30 s). */
  toBecomeIdle(options?: ProcessedOptions): Promise<R>
  /** Of an upload, or of an answer of `fetch`: the API has refused it, with this status (any from 400 to 499 without it). */
  toBeRefused(status?: number, message?: string | RegExp): Promise<R>
  /** Of a call of the SDK: it fails with this error. */
  toFailWith(code: string, message?: string | RegExp): Promise<R>
  /** Of a call of the SDK: policies do not allow it; `action` (`s3:GetObject`) is the one that is missing. */
  toBeDenied(action?: string): Promise<R>
}

declare module 'vitest' {
  // The type parameter has to be declared as vitest does.
  interface Matchers<T = any> extends SandboxMatchers<T> {}
}

/** The library: a sandbox for a test suite, in the same process. */
export { BAD_TOKEN_KINDS, type BadTokenKind } from './commands/support/bad-token-kinds.ts'
export type { Uploaded } from './commands/support/pipeline.ts'
export type { StoredText } from './commands/support/processed.ts'
export { SandboxError, type SandboxClock } from './library/control.ts'
export { connectSandbox, createSandbox, type ConnectOptions, type Sandbox, type SandboxOptions, type SavedState, type TokenOptions, type UploadOptions } from './library/sandbox.ts'
export type { AppliedStack } from './stack/apply.ts'
export type { Clients } from './stack/clients.ts'

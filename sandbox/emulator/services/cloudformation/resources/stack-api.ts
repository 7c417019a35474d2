import type { ValueMap } from '../../../../template/index.ts'
import type { WaitSignal } from '../signals.ts'

/** What the resource types that are about stacks need of the machine that makes stacks. */
export interface StackApi {
  /** Makes a stack inside of this one and waits for it; gives its id. Throws `ResourceError` where it fails. */
  createNested(name: string, properties: ValueMap, initiated: (stackId: string) => void): Promise<string>
  updateNested(stackId: string, properties: ValueMap): Promise<void>
  deleteNested(stackId: string): Promise<void>
  outputs(stackId: string): Readonly<Record<string, string>>
  /** A new address for signals, which `closeHandle` ends. */
  openHandle(): string
  closeHandle(url: string): void
  /** What a handle has been told once that is enough, or the time is over; undefined where there is no such handle. */
  awaitSignals(url: string, count: number, timeout_ms: number): Promise<readonly WaitSignal[]> | undefined
  /** A new address for a custom resource's answer, and the answer once it is there. */
  awaitAnswer(timeout_ms: number): { readonly url: string; readonly requestId: string; readonly answer: Promise<string | undefined> }
}

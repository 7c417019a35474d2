import type { ValueMap } from '../../../../template/index.ts'

/** What the resource types that are about stacks need of the machine that makes stacks. */
export interface StackApi {
  /** Makes a stack inside of this one and waits for it; gives its id. Throws `ResourceError` where it fails. */
  createNested(name: string, properties: ValueMap, initiated: (stackId: string) => void): Promise<string>
  updateNested(stackId: string, properties: ValueMap): Promise<void>
  deleteNested(stackId: string): Promise<void>
  outputs(stackId: string): Readonly<Record<string, string>>
  /** A new address for a custom resource's answer, and the answer once it is there. */
  awaitAnswer(timeout_ms: number): { readonly url: string; readonly requestId: string; readonly answer: Promise<string | undefined> }
}

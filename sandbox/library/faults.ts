import type { ActiveFault, FaultRule } from '../engines/embedded.ts'
import { ask } from './control.ts'

export type { ActiveFault, FaultRule }

/** A fault that is being injected. */
export interface Fault {
  readonly id: string
  /** How often it has struck. */
  hits(): Promise<number>
  remove(): Promise<void>
}

/** What goes wrong on purpose. In a namespace: with the calls of its account. */
export interface SandboxFaults {
  /** Throws `SandboxError` for what is no fault. */
  add(rule: FaultRule): Promise<Fault>
  list(): Promise<readonly ActiveFault[]>
  clear(): Promise<void>
}

export function faultsOf(endpoint: string, account: string | undefined): SandboxFaults {
  const query = account === undefined ? '' : `?account=${account}`
  const list = async () => (await ask<{ faults: ActiveFault[] }>(endpoint, 'GET', `faults${query}`)).faults
  return {
    list,
    async add(rule) {
      const { id } = (await ask<{ fault: ActiveFault }>(endpoint, 'POST', 'faults', account === undefined ? rule : { account, ...rule })).fault
      return {
        id,
        hits: async () => (await list()).find((fault) => fault.id === id)?.hits ?? 0,
        remove: async () => void (await ask(endpoint, 'DELETE', `faults?id=${id}`)),
      }
    },
    clear: async () => void (await ask(endpoint, 'DELETE', `faults${query}`)),
  }
}

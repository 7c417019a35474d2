import type { Host } from '../../kernel/context.ts'
import { mappingsOf } from './background.ts'
import { isUsed } from './layers.ts'
import { layerVersions } from './layer-state.ts'
import { runtimeOf } from './runtime/index.ts'
import { functions, versions, type Code } from './state.ts'

/** Ends what runs for one account, and forgets what its tables do not hold. */
export async function resetAccount(host: Host, account: string): Promise<void> {
  await mappingsOf(host).endedOf(account, () => runtimeOf(host).clearAccount(account))
  forgetCode(host, account)
}

/** Layers stay for the functions of other accounts that use them. */
function forgetCode(host: Host, account: string): void {
  const own = [functions, versions, layerVersions].flatMap((rows) => [...rows.all(host.store)].filter((row) => row.account === account))
  const codes = new Map<string, Code>(own.map(({ value: { code } }) => [code.zip.id, code]))
  for (const rows of [functions, versions])
    for (const { region } of own) rows({ store: host.store, account, region }).clear()
  for (const code of codes.values()) if (code.hotFolder === undefined && !isUsed(host, code)) host.blobs.delete(code.zip)
}

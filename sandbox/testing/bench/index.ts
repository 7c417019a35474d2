import { parseArgs } from 'node:util'
import { bigRows } from './big.ts'
import { libraryRows } from './library.ts'
import { listingRows } from './listing.ts'
import { mappingRows } from './mappings.ts'
import { lambdaRows } from './lambda.ts'
import { pipelineRows } from './pipeline.ts'
import { serviceRows } from './services.ts'
import { startUpRows } from './start-up.ts'
import { stealWatch } from './steal.ts'

const GROUPS = { start: startUpRows, library: libraryRows, services: serviceRows, lambda: lambdaRows, listing: listingRows, mappings: mappingRows, pipeline: pipelineRows, big: bigRows } as const

const { positionals } = parseArgs({ allowPositionals: true })
const chosen = positionals.length > 0 ? positionals : Object.keys(GROUPS)
let hasReader = true
process.stdout.on('error', () => (hasReader = false))
for (const name of chosen) {
  if (!(name in GROUPS)) {
    process.stderr.write(`There is no group ${name}. Choose from ${Object.keys(GROUPS).join(', ')}.\n`)
    process.exit(2)
  }
  const stolen = stealWatch()
  for await (const { what, figure, beside } of GROUPS[name as keyof typeof GROUPS]()) {
    process.stdout.write(`${what.padEnd(44)} ${figure.padStart(22)}   ${beside}${stolen()}\n`)
    // Who has read enough (`| head`) wants no more; what the group has started ends with it.
    await new Promise((resolve) => setImmediate(resolve))
    if (!hasReader) break
  }
  if (!hasReader) break
}

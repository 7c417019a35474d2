// A thousand small files take longer to load than to run. In a clone the program is therefore bundled once for each state
// of its sources, beside the packages; where there is no bundle for the sources as they are, they are run themselves.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const FOLDERS = ['sandbox', 'handlers']
const SKIPPED = new Set(['node_modules', 'testing'])

export const bundlesOf = (root) => join(root, 'node_modules', '.cache', 'pipeline-sandbox')

/** Where the bundle of the sources as they are is, or is to be. */
export function bundleFor(root) {
  const hash = createHash('sha1')
  for (const file of [join(root, 'cli.ts'), join(root, 'package-lock.json'), ...FOLDERS.flatMap((folder) => sources(join(root, folder)))]) {
    const { size, mtimeMs } = statSync(file)
    hash.update(`${file} ${size} ${mtimeMs}\n`)
  }
  return join(bundlesOf(root), hash.digest('hex').slice(0, 16))
}

function sources(folder) {
  const found = []
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name)
    if (entry.isDirectory() && !SKIPPED.has(entry.name)) found.push(...sources(path))
    else if (/\.(ts|mjs|cjs|py)$/.test(entry.name) && !entry.name.endsWith('.test.ts')) found.push(path)
  }
  return found
}

/** cli.ts in the bundle of the sources as they are; undefined where there is none such. */
export function bundledProgram(root) {
  if (!existsSync(bundlesOf(root))) return undefined
  const program = join(bundleFor(root), 'cli.js')
  return existsSync(program) ? program : undefined
}

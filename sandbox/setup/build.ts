import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../package-root.ts'
import { bundle } from './bundle.mjs'
import { writeTypes } from './types.ts'

/** `npm run build`: what is published. Our own code in a few files for Node ≥ 22, the packages beside it as they are. */
const root = packageRoot()
const dist = join(root, 'dist')
rmSync(dist, { recursive: true, force: true })
await bundle(root, dist, { cli: 'cli.ts', index: 'sandbox/index.ts', vitest: 'sandbox/library/vitest.ts' })
writeTypes(root, ['sandbox/index.ts', 'sandbox/library/vitest.ts'], join(dist, 'types'))

import { cpSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { build } from 'esbuild'
import { packageRoot } from '../package-root.ts'
import { writeTypes } from './types.ts'

/** `npm run build`: what is published. Our own code in a few files for Node ≥ 22, the packages beside it as they are. */
const root = packageRoot()
const dist = join(root, 'dist')
rmSync(dist, { recursive: true, force: true })
await build({
  absWorkingDir: root,
  entryPoints: { cli: 'cli.ts', index: 'sandbox/index.ts' },
  outdir: dist,
  bundle: true,
  splitting: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node22',
  logLevel: 'warning',
})
// Programs that run in the functions' processes are found beside the code that starts them.
const runtime = join(root, 'sandbox/emulator/services/lambda/runtime')
const isProgram = (path: string) => !/\.ts$/.test(basename(path))
cpSync(runtime, dist, { recursive: true, filter: isProgram })
writeTypes(root, 'sandbox/index.ts', join(dist, 'types'))

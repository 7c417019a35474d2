// Our own code in a few files, the packages beside it as they are. Runs on whatever Node is there.
import { cpSync } from 'node:fs'
import { basename, join } from 'node:path'
import { build } from 'esbuild'

/** Bundles `entryPoints` (name to file) into `outdir`. */
export async function bundle(root, outdir, entryPoints, settings = {}) {
  await build({
    absWorkingDir: root,
    entryPoints,
    outdir,
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node22',
    logLevel: 'warning',
    ...settings,
  })
  // Programs that run in the functions' processes are found beside the code that starts them.
  const runtime = join(root, 'sandbox/emulator/services/lambda/runtime')
  cpSync(runtime, outdir, { recursive: true, filter: (path) => !/\.ts$/.test(basename(path)) })
}

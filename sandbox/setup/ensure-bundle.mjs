// Bundles the program where its sources have changed since; see ready-bundle.mjs.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleFor, bundlesOf } from './ready-bundle.mjs'

/** A sandbox that is up may still load parts of an older one. */
const KEPT = 4

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const target = bundleFor(root)
if (!existsSync(target)) {
  const unfinished = `${target}.${process.pid}`
  try {
    mkdirSync(bundlesOf(root), { recursive: true })
    const { bundle } = await import('./bundle.mjs')
    await bundle(root, unfinished, { cli: 'cli.ts' }, { sourcemap: 'linked' })
    renameSync(unfinished, target)
    for (const { path } of older()) rmSync(path, { recursive: true, force: true })
  } catch {
    // Somebody else made it meanwhile, or it cannot be made: then the sources are run.
    rmSync(unfinished, { recursive: true, force: true })
  }
}

function older() {
  const all = readdirSync(bundlesOf(root)).map((name) => join(bundlesOf(root), name))
  return all.map((path) => ({ path, at: statSync(path).mtimeMs })).sort((a, b) => b.at - a.at).slice(KEPT)
}

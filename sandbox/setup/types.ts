import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'

/** Writes the declarations of `entries` and of what they refer to, and of nothing else, below `target`. */
export function writeTypes(root: string, entries: readonly string[], target: string): void {
  const work = mkdtempSync(join(tmpdir(), 'sandbox-types-'))
  try {
    const all = join(work, 'all')
    const settings = {
      extends: join(root, 'tsconfig.json'),
      compilerOptions: { noEmit: false, declaration: true, emitDeclarationOnly: true, outDir: all, rootDir: root, typeRoots: [join(root, 'node_modules/@types')] },
      files: entries.map((entry) => join(root, entry)),
      include: [join(root, 'sandbox/**/*.d.ts')],
    }
    writeFileSync(join(work, 'tsconfig.json'), JSON.stringify(settings))
    execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', work], { stdio: 'inherit' })
    for (const file of reachable(entries.map((entry) => join(all, entry.replace(/\.ts$/, '.d.ts'))))) cpSync(file, join(target, relative(all, file)))
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** Declaration files and those that they name, however far away. */
function reachable(first: readonly string[]): Set<string> {
  const found = new Set(first)
  for (const file of found)
    for (const [, specifier] of readFileSync(file, 'utf8').matchAll(/(?:from |import\()['"](\.[^'"]+)\.ts['"]/g)) found.add(`${resolve(dirname(file), specifier!)}.d.ts`)
  return found
}

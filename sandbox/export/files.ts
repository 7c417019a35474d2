import { cp, mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'

/** What an export consists of: texts and bytes by their path below the folder, and folders to be copied there. */
export interface Export {
  readonly files: Readonly<Record<string, string | Uint8Array>>
  /** From a folder or file of this machine to a path below the folder. */
  readonly copies?: readonly { readonly from: string; readonly to: string }[]
}

/** Writes an export; the folder is made, and what it had beside the export stays. Gives the paths, sorted. */
export async function writeExport({ files, copies = [] }: Export, folder: string): Promise<string[]> {
  for (const { from, to } of copies) await cp(from, join(folder, to), { recursive: true, filter: isCode })
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
  const copied = await Promise.all(copies.map(({ to }) => below(join(folder, to))))
  return [...new Set([...Object.keys(files), ...copied.flat().map((path) => relative(folder, path).split(sep).join('/'))])].sort()
}

/** Tests are not code that runs, and what they import is not there. */
const isCode = (path: string) => !/\.test\.[cm]?[jt]s$|[/\\](?:__pycache__|\.git)$/.test(path)

async function below(path: string): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => undefined)
  if (!entries) return [path]
  return entries.filter((entry) => entry.isFile()).map((entry) => resolve(entry.parentPath, entry.name))
}

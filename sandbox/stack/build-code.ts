import { existsSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { zipSync, type Zippable } from 'fflate'
import { StackError, type BuiltCode, type PlannedResource } from './resource.ts'

interface BuildProperties {
  readonly EntryPoints?: readonly string[]
  readonly Format?: 'esm' | 'cjs'
  readonly OutExtension?: readonly string[]
  readonly Target?: string
  readonly Sourcemap?: boolean
  readonly Minify?: boolean
  readonly External?: readonly string[]
}

/** Where code lies, and where what is made of it goes. */
export interface BuildPlace {
  /** Folder that relative paths start from. */
  readonly directory: string
  readonly built?: BuiltCode
  /** The package is for another machine: nothing in it names this one's folders. */
  readonly isPortable?: boolean
}

/** A fixed date in every entry: the same sources make the same bytes, so an unchanged function is seen as such. */
const ENTRY_DATE = new Date('2020-01-01T00:00:00Z')

export type BuildResource = Omit<PlannedResource, 'type'>

/**
 * The deployment package of a function whose `Code` is a local path: bundled by esbuild where its metadata says
 * `BuildMethod: esbuild` (as `sam build` does), else the folder or the zip file as it is.
 */
export function buildCode(resource: BuildResource, stack: BuildPlace): Promise<Uint8Array> {
  const key = JSON.stringify([stack.directory, resource.properties['Code'], resource.properties['Runtime'], resource.metadata])
  const known = stack.built?.get(key)
  if (known) return known
  const building = build(resource, stack)
  stack.built?.set(key, building)
  building.catch(() => stack.built?.delete(key))
  return building
}

async function build(resource: BuildResource, stack: BuildPlace): Promise<Uint8Array> {
  const code = resource.properties['Code']
  const inline = typeof code === 'object' && code !== null ? (code as { ZipFile?: unknown }).ZipFile : undefined
  if (typeof inline === 'string') return zip({ 'index.js': Buffer.from(inline) })
  if (typeof code !== 'string')
    throw new StackError(resource.logicalId, 'Code must be a local folder, a zip file or inline text here.')
  const path = resolve(stack.directory, code)
  if (!existsSync(path)) throw new StackError(resource.logicalId, `its code folder ${path} does not exist.`)
  if (resource.metadata['BuildMethod'] === 'esbuild' && !String(resource.properties['Runtime']).startsWith('python'))
    return bundle(resource, path, stack)
  if ((await stat(path)).isFile()) return readFile(path)
  return zip(await folder(path))
}

async function bundle(resource: BuildResource, directory: string, { isPortable = false }: BuildPlace): Promise<Uint8Array> {
  const esbuild = await import('esbuild')
  const settings = (resource.metadata['BuildProperties'] ?? {}) as BuildProperties
  const extension = Object.fromEntries((settings.OutExtension ?? []).map((pair) => pair.split('=') as [string, string]))
  const result = await esbuild.build({
    absWorkingDir: directory,
    entryPoints: [...(settings.EntryPoints ?? ['index.ts'])],
    bundle: true,
    write: false,
    platform: 'node',
    format: settings.Format ?? 'cjs',
    target: settings.Target ?? 'es2022',
    sourcemap: settings.Sourcemap ?? false,
    minify: settings.Minify ?? false,
    external: [...(settings.External ?? [])],
    outdir: directory,
    // The bundle runs elsewhere: so its map leads back to the sources, for breakpoints and stack traces.
    ...(isPortable ? {} : { sourceRoot: `${pathToFileURL(directory).href}/` }),
    outExtension: extension,
    logLevel: 'silent',
  }).catch((error: unknown) => {
    throw new StackError(resource.logicalId, `its code does not build: ${firstError(error)}`)
  })
  return zip(Object.fromEntries(result.outputFiles.map(({ path, contents }) => [relative(directory, path).split(sep).join('/'), contents])))
}

function firstError(error: unknown): string {
  const first = (error as { errors?: { text: string; location: { file: string; line: number } | null }[] }).errors?.[0]
  if (!first) return error instanceof Error ? error.message : String(error)
  return first.location ? `${first.location.file}:${first.location.line}: ${first.text}` : first.text
}

async function folder(path: string): Promise<Record<string, Uint8Array>> {
  const names = (await readdir(path, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  const files = names.map((entry) => join(entry.parentPath, entry.name)).sort()
  return Object.fromEntries(
    await Promise.all(files.map(async (file) => [relative(path, file).split(sep).join('/'), await readFile(file)] as const)),
  )
}

function zip(files: Record<string, Uint8Array>): Uint8Array {
  // 0644 in the upper half of the external attributes: functions run as a user who is not the owner.
  const entries = Object.entries(files).map(([name, bytes]) => [name, [bytes, { mtime: ENTRY_DATE, os: 3, attrs: 0o100644 << 16 }]])
  return zipSync(Object.fromEntries(entries) as Zippable)
}

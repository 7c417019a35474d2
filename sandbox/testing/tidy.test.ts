import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { Service } from '../emulator/kernel/service.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

interface Source {
  /** From the root, with `/`. */
  readonly path: string
  readonly text: string
}

const sources: readonly Source[] = ['cli.ts', ...list('sandbox'), ...list('handlers')]
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }))
const isTest = ({ path }: Source) => path.endsWith('.test.ts') || path.startsWith('sandbox/testing/') || path === 'handlers/fake-aws.ts'
const production = sources.filter((source) => !isTest(source))

function list(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
}

/** Files of ours that a source imports, from the root. */
function importsOf({ path, text }: Source): string[] {
  const found = text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)
  return [...found].map(([, specifier]) => relative(ROOT, resolve(ROOT, dirname(path), specifier!)))
}

/** Who may import what: the first folder that a file lies in decides. */
const DIRECTIONS: readonly (readonly [from: string, to: readonly string[]])[] = [
  ['sandbox/emulator/kernel/', ['sandbox/emulator/kernel/']],
  ['sandbox/emulator/protocols/', ['sandbox/emulator/kernel/', 'sandbox/emulator/protocols/']],
  ['sandbox/emulator/services/cloudformation/', ['sandbox/emulator/kernel/', 'sandbox/emulator/protocols/', 'sandbox/template/']],
  ['sandbox/emulator/services/', ['sandbox/emulator/kernel/', 'sandbox/emulator/protocols/']],
  ['sandbox/emulator/control/dashboard.ts', ['sandbox/emulator/kernel/', 'sandbox/package-root.ts']],
  ['sandbox/emulator/', ['sandbox/emulator/']],
  ['sandbox/template/', ['sandbox/template/']],
  ['sandbox/stack/', ['sandbox/stack/', 'sandbox/template/']],
  ['sandbox/export/', ['sandbox/export/', 'sandbox/stack/', 'sandbox/template/']],
  ['sandbox/engines/embedded.ts', ['sandbox/emulator/index.ts', 'sandbox/engines/', 'sandbox/stack/clients.ts']],
  ['sandbox/engines/edge/', ['sandbox/emulator/index.ts']],
  ['sandbox/engines/', ['sandbox/engines/', 'sandbox/package-root.ts', 'sandbox/stack/']],
  ['sandbox/doctor/', ['sandbox/doctor/', 'sandbox/commands/support/']],
  ['sandbox/labs/', ['sandbox/labs/', 'sandbox/commands/support/', 'sandbox/stack/']],
  ['sandbox/workshop/', ['sandbox/workshop/', 'sandbox/labs/', 'sandbox/commands/', 'sandbox/engines/', 'sandbox/stack/', 'sandbox/package-root.ts']],
  ['sandbox/commands/', ['sandbox/commands/', 'sandbox/doctor/', 'sandbox/labs/', 'sandbox/workshop/', 'sandbox/engines/', 'sandbox/export/', 'sandbox/package-root.ts', 'sandbox/stack/', 'sandbox/template/']],
  ['sandbox/library/', ['sandbox/library/', 'sandbox/commands/', 'sandbox/engines/', 'sandbox/stack/']],
  ['sandbox/index.ts', ['sandbox/library/', 'sandbox/commands/', 'sandbox/stack/']],
  ['sandbox/package-root.ts', []],
  ['sandbox/setup/', ['sandbox/package-root.ts', 'sandbox/setup/']],
  ['handlers/', ['handlers/']],
  ['cli.ts', ['sandbox/commands/']],
]

describe('imports go one way', () => {
  test.each(production.map((source) => [source.path, source] as const))('%s', (path, source) => {
    const rule = DIRECTIONS.find(([from]) => path.startsWith(from))
    expect(rule, `no rule for ${path}`).toBeDefined()
    const own = /^sandbox\/emulator\/services\/[^/]+\//.exec(path)?.[0]
    const allowed = own ? [...rule![1], own] : rule![1]
    expect(importsOf(source).filter((target) => !allowed.some((folder) => target.startsWith(folder)))).toEqual([])
  })
})

test('the emulator takes time, timers and randomness from the kernel alone', () => {
  const stray = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\brandomUUID\(|\brandomBytes\(|\bset(?:Timeout|Interval)\(|\bperformance\.now\(/
  const exempt = new Set(['sandbox/emulator/kernel/clock.ts', 'sandbox/emulator/kernel/ids.ts'])
  const found = production.filter(({ path }) => path.startsWith('sandbox/emulator/') && !exempt.has(path)).flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => (stray.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
  )
  expect(found).toEqual([])
})

test('no escape from the type checker, no enum, no default export', () => {
  const found = sources.filter(({ path }) => path !== 'sandbox/testing/tidy.test.ts').flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) =>
      /\bas any\b|: any\b(?! \?)|<any>|@ts-ignore|@ts-nocheck|^\s*(?:const )?enum |^export default /.test(line) && !/^\s*(?:\/\/|\*)/.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [],
    ),
  )
  expect(found).toEqual([])
})

describe('each service', () => {
  const folder = 'sandbox/emulator/services'
  const names = [...readdirSync(join(ROOT, folder)), 'apigateway/rest']
  test.each(names)('%s: every operation file is in the table and in the README, and the table in the schemas', async (name) => {
    const { service } = (await import(pathToFileURL(join(ROOT, folder, name, 'service.ts')).href)) as { service: Service }
    const files = readdirSync(join(ROOT, folder, name, 'operations')).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    const fromFiles = files.map((file) => file.slice(0, -3))
    const fromTable = Object.keys(service.operations).map(kebab)
    expect(fromFiles.sort()).toEqual(fromTable.sort())
    const readme = readFileSync(join(ROOT, folder, name, 'README.md'), 'utf8')
    expect(Object.keys(service.operations).filter((operation) => !new RegExp(`\\b${operation}\\b`).test(readme))).toEqual([])
    const storedOnly = Object.keys(service.operations).filter((operation) => service.operations[operation]!.storedOnly)
    expect(namesIn(sectionOf(readme, '### Stored, no effect'), service)).toEqual(storedOnly.sort())
    const modelled = service.protocol.operationNames()
    expect(Object.keys(service.operations).filter((operation) => !modelled.includes(operation))).toEqual([])
  })
})

/** From a heading to the next one; nothing where there is no such heading. */
function sectionOf(readme: string, heading: string): string {
  const start = readme.indexOf(`${heading}\n`)
  return start < 0 ? '' : readme.slice(start + heading.length).split('\n#')[0]!
}

function namesIn(text: string, service: Service): string[] {
  return Object.keys(service.operations).filter((operation) => new RegExp(`\\b${operation}\\b`).test(text)).sort()
}

/** `PutObjectACL` to `put-object-acl`, `ListObjectsV2` to `list-objects-v2`. */
function kebab(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2').toLowerCase()
}

import { existsSync } from 'node:fs'
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Host } from '../../../kernel/context.ts'
import type { FunctionRecord } from '../state.ts'
import { RuntimeApi, type RuntimeEvents } from './api.ts'
import { Child, type ChildEvents } from './child.ts'
import type { CodeFolders } from './code.ts'
import type { Guard } from './guard.ts'
import { Extensions, type ExtensionEvents } from './extensions.ts'
import { inspected, type Inspectors } from './inspector.ts'
import { extensionEnvironment, processEnvironment } from './process-environment.ts'
import type { OptMount } from './opt.ts'
import { wrapped, type Program, type Programs } from './programs.ts'
import type { RoleSession } from './role.ts'

/** What all environments of an engine share. */
export interface Shared {
  readonly host: Host
  readonly folders: CodeFolders
  readonly guard: Guard
  readonly programs: Programs
  readonly opt: OptMount
  readonly inspectors: Inspectors
}

/** What one environment brings of its own. */
export interface Own {
  readonly function: FunctionRecord
  readonly session: RoleSession
  readonly homeFolder: string
  readonly logStream: string
}

export interface Launched {
  readonly api: RuntimeApi
  readonly extensions: Extensions
  readonly child: Child
  readonly program: Program
}

/** Starts a function's process behind a Runtime API of its own; throws where this machine cannot run it. */
export async function launch(
  { host, folders, guard, programs, opt, inspectors }: Shared,
  own: Own,
  events: RuntimeEvents & ExtensionEvents & Omit<ChildEvents, 'gone'> & { gone(how: string, program: Program): void },
): Promise<Launched> {
  const codeFolder = await folders.folder(own.function.code)
  await mkdir(own.homeFolder, { recursive: true })
  const layerFolder = await folders.layerFolder(own.function.layers)
  const cache = join(host.settings.workDirectory, 'lambda', 'compiled')
  const plain = await programs.find(own.function, codeFolder, cache, layerFolder)
  const inspector = inspectors.inspects(own.function) ? await inspectors.take() : undefined
  if (inspector) host.settings.log(`Debugger of ${own.function.name}: 127.0.0.1:${inspector.port}`)
  const found = inspector ? inspected(plain, inspector.port) : plain
  const { program, optFolder } = await opt.apply(wrapped(found, own.function, layerFolder), layerFolder, [codeFolder, own.homeFolder])
  const extensions = new Extensions(host, own.function, events)
  const api = new RuntimeApi(events, extensions)
  const runtimeApi = await api.listen()
  const env = processEnvironment(own.function, { ...own, program, codeFolder, optFolder, runtimeApi, endpoint: host.settings.endpoint })
  const places = await extensionsIn(layerFolder)
  const mounted = new Map<string, Program>()
  for (const [name, command] of places)
    mounted.set(name, (await opt.apply({ command, args: [], framed: false, directory: program.directory }, layerFolder, [own.homeFolder])).program)
  extensions.launch(mounted, (extension, gone) => new Child(extension, '/', extensionEnvironment(env), guard, { ...events, gone }))
  const child = new Child(program, codeFolder, env, guard, {
    log: (message) => events.log(message),
    done: (done) => events.done(done),
    source: (file) => events.source(file),
    gone(how) {
      inspector?.free()
      events.gone(how, program)
    },
  })
  return { api, extensions, child, program }
}

/** The programs that layers put into `/opt/extensions`, in the order of their names. */
async function extensionsIn(layerFolder: string | undefined): Promise<(readonly [name: string, command: string])[]> {
  const folder = layerFolder === undefined ? undefined : join(layerFolder, 'extensions')
  if (folder === undefined || !existsSync(folder)) return []
  const entries = await readdir(folder, { withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map(({ name }) => [name, join(folder, name)] as const).sort()
}

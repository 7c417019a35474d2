import { createWriteStream, existsSync, mkdirSync, openAsBlob, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sessionFolder } from './session.ts'
import { EXIT, UserError } from './user-error.ts'

/** The state right after seeding, to which `reset` goes back. */
export const SEEDED = 'seeded'

const EXTENSION = '.checkpoint'
const folder = () => resolve('.sandbox', 'checkpoints')
/** The seeded state belongs to the sandbox that is up, others to the person. */
const folderOf = (name: string) => (name === SEEDED ? join(sessionFolder(), 'checkpoints') : folder())

export interface SavedCheckpoint {
  readonly name: string
  readonly file: string
  readonly size_bytes: number
  readonly savedAt: Date
}

/** The file of a checkpoint: one of this folder's by its name, or any by its path. Throws `UserError` where there is none. */
export function checkpointFile(name: string): string {
  const named = join(folder(), `${name}${EXTENSION}`)
  if (isName(name) && existsSync(named)) return named
  if (existsSync(name) && statSync(name).isFile()) return resolve(name)
  const known = listCheckpoints().map((known) => known.name).join(', ')
  throw new UserError(`There is no checkpoint ${name}. ${known === '' ? 'None was saved here: make one with "sandbox checkpoint save <name>"' : `Choose one of ${known}, or give a file`}.`, EXIT.usage)
}

export function listCheckpoints(): SavedCheckpoint[] {
  if (!existsSync(folder())) return []
  const files = readdirSync(folder()).filter((file) => file.endsWith(EXTENSION)).map((file) => join(folder(), file))
  return files.map(described).sort((a, b) => a.savedAt.getTime() - b.savedAt.getTime())
}

function described(file: string): SavedCheckpoint {
  const { size, mtime } = statSync(file)
  return { name: basename(file, EXTENSION), file, size_bytes: size, savedAt: mtime }
}

/** Copies the state of the engine at `endpoint` into a file of this folder; one of the same name is replaced. */
export async function saveCheckpoint(endpoint: string, name: string): Promise<SavedCheckpoint> {
  if (!isName(name)) throw new UserError(`${name} is no name for a checkpoint. Use letters, digits, ".", "_" and "-".`, EXIT.usage)
  const file = join(folderOf(name), `${name}${EXTENSION}`)
  await saveState(endpoint, file)
  return described(file)
}

/** Copies the state of the engine at `endpoint` into a file, whole or not at all. */
export async function saveState(endpoint: string, file: string): Promise<void> {
  const response = await fetch(`${endpoint}/_sandbox/checkpoint`)
  if (!response.ok || !response.body) throw new UserError(`The engine at ${endpoint} cannot save its state (${response.status}). Only the embedded engine can.`, EXIT.pipelineFailed)
  mkdirSync(dirname(file), { recursive: true })
  const unfinished = `${file}.${process.pid}`
  try {
    await pipeline(Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]), createWriteStream(unfinished))
    renameSync(unfinished, file)
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw error
  }
}

/** Puts a saved state in place of the engine's; false where there is no checkpoint of that name. */
export async function restoreCheckpoint(endpoint: string, name: string): Promise<boolean> {
  const file = join(folderOf(name), `${name}${EXTENSION}`)
  if (!existsSync(file)) return false
  await restoreFile(endpoint, file)
  return true
}

/** Throws `UserError` where the engine cannot take it. */
export async function restoreFile(endpoint: string, file: string): Promise<void> {
  const response = await fetch(`${endpoint}/_sandbox/checkpoint`, { method: 'PUT', body: await openAsBlob(file) })
  if (response.ok) return
  const { message } = (await response.json().catch(() => ({}))) as { message?: string }
  throw new UserError(message ?? `The engine at ${endpoint} cannot restore a state (${response.status}). Only the embedded engine can.`, EXIT.pipelineFailed)
}

const isName = (name: string) => /^[\w.-]+$/.test(name) && !name.startsWith('.')

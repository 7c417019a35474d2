import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Desk, Progress } from '../../labs/course.ts'
import { restoreFile, saveState } from './checkpoints.ts'
import { sessionFolder } from './session.ts'
import { applyDefaults } from './stack.ts'
import type { Target, TargetOptions } from './target.ts'

const progressFile = () => join(sessionFolder(), 'lab.json')
const checkpointFile = () => join(sessionFolder(), 'checkpoints', 'before-lab.checkpoint')

/** The desk of the person at this terminal: progress and checkpoint are files of this folder. */
export function folderDesk(target: Target, options: TargetOptions): Desk {
  const { engine, endpoints } = target.session
  // Other engines have no checkpoints; there the template is applied again.
  const kept = engine === 'embedded' ? endpoints.edge : undefined
  return {
    target,
    read: readProgress,
    write(progress) {
      if (!progress) return rmSync(progressFile(), { force: true })
      mkdirSync(dirname(progressFile()), { recursive: true })
      writeFileSync(progressFile(), `${JSON.stringify(progress, null, 2)}\n`)
    },
    async save() {
      if (kept !== undefined) await saveState(kept, checkpointFile())
    },
    async restore() {
      if (kept === undefined) return void (await applyDefaults(target.clients, options))
      if (existsSync(checkpointFile())) await restoreFile(kept, checkpointFile())
      rmSync(checkpointFile(), { force: true })
    },
  }
}

export function readProgress(): Progress | undefined {
  try {
    return JSON.parse(readFileSync(progressFile(), 'utf8')) as Progress
  } catch {
    return undefined
  }
}

import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { BatchResponse, KinesisEvent } from './event.ts'

/** For the unit test only: app.py kept in one Python process, as a warm execution environment would keep it. */
export type PythonProcessor = {
  readonly handle: (event: KinesisEvent) => Promise<{ readonly result: BatchResponse; readonly logs: readonly string[] }>
  readonly close: () => void
}

/**
 * Asks the first of these programs that runs (a name on the PATH may be a shim for a version that is not there), and by a
 * real import: a Python without boto3 is the usual one outside AWS.
 */
export const hasBoto3 = (...names: readonly string[]): boolean => {
  const runs = (name: string, code: string) => spawnSync(name, ['-c', code]).status === 0
  const python = names.find((name) => runs(name, ''))
  return python !== undefined && runs(python, 'import boto3')
}

const LOOP = `
import json, sys, app
for line in sys.stdin:
    print("RESULT " + json.dumps(app.handler(json.loads(line), None)), flush=True)
`

export const startPython = (environment: Readonly<Record<string, string>>): PythonProcessor => {
  const child = spawn('python3', ['-B', '-c', LOOP], {
    cwd: join(import.meta.dirname, 'python'),
    env: { ...process.env, ...environment, PYTHONIOENCODING: 'utf-8' },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    handle: async (event) => {
      child.stdin.write(`${JSON.stringify(event)}\n`)
      const logs: string[] = []
      for (;;) {
        const { value, done } = await lines.next()
        if (done) throw new Error(`python ended after: ${logs.join('\n')}`)
        if (value.startsWith('RESULT ')) return { result: JSON.parse(value.slice(7)) as BatchResponse, logs }
        logs.push(value)
      }
    },
    close: () => child.stdin.end(),
  }
}

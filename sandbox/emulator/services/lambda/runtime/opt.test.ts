import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { OptMount } from './opt.ts'
import { processEnvironment } from './process-environment.ts'

const program = { command: '/usr/bin/node', args: ['x.mjs'], framed: true, directory: '/usr/lib/engine' }

test('nothing is mounted over what the process needs; then search paths lead to the layers', async () => {
  const layers = mkdtempSync(join(tmpdir(), 'layers-'))
  const opt = new OptMount()
  for (const [one, needed] of [[{ ...program, command: '/opt/node/bin/node' }, []], [program, ['/opt/engine/work/code']]] as const)
    expect(await opt.apply(one, layers, needed)).toEqual({ program: one, optFolder: layers })
  expect(await opt.apply(program, undefined, [])).toEqual({ program })
  rmSync(layers, { recursive: true })
  const of = { program, optFolder: '/layers', codeFolder: '/code', homeFolder: '/home', runtimeApi: '', logStream: '', endpoint: '', session: {} }
  const env = (runtime: string) => processEnvironment({ runtime, logging: {} } as never, of as never)
  expect(env('nodejs22.x')).toMatchObject({
    LAMBDA_OPT: '/layers', NODE_PATH: '/layers/nodejs/node22/node_modules:/layers/nodejs/node_modules', LD_LIBRARY_PATH: '/layers/lib', PATH: expect.stringMatching(/:\/layers\/bin$/),
  })
  expect(env('python3.13')).toMatchObject({ PYTHONPATH: '/layers/python:/layers/python/lib/python3.13/site-packages' })
})

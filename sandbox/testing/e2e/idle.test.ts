import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Workplace } from '../cli.ts'

test('after "wait --idle" all that was uploaded is processed', { timeout: 60_000 }, async () => {
  await using place = new Workplace()
  await place.up()
  const names = ['a.txt', 'b.txt', 'c.txt']
  for (const name of names) writeFileSync(join(place.directory, name), name)
  expect((await place.sandbox('upload', ...names)).code).toBe(0)
  expect(await place.sandbox('wait', '--idle', '--json')).toMatchObject({ code: 0, stdout: expect.stringContaining('"idle": true') })
  // No time left to wait: what is not there now was not waited for.
  expect(await place.sandbox('wait', ...names, '--timeout', '0.001')).toMatchObject({ code: 0 })
  const nothing = await place.sandbox('wait')
  expect(nothing).toMatchObject({ code: 2, stderr: 'Name what to wait for: files, or --idle for the end of all work.\n' })
})

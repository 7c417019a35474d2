import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Workplace, type UpReport } from '../cli.ts'

const place = new Workplace()
let report: UpReport
beforeAll(async () => void (report = await place.up()), 60_000)
afterAll(() => place[Symbol.asyncDispose]())

async function process(name: string, text: string): Promise<void> {
  writeFileSync(join(place.directory, name), text)
  expect((await place.sandbox('upload', name)).code).toBe(0)
  expect((await place.sandbox('wait', name)).code).toBe(0)
  await place.sandbox('wait', '--idle')
}

const json = async (...args: string[]) => JSON.parse((await place.sandbox(...args, '--json')).stdout) as Record<string, string>[]

test('what was saved is gone back to, told from another state, and taken elsewhere', { timeout: 120_000 }, async () => {
  await process('one.txt', 'one')
  expect(await place.sandbox('checkpoint', 'save', 'with-one')).toMatchObject({ code: 0, stderr: '' })
  await process('two.txt', 'two')
  const changes = await json('checkpoint', 'diff', 'with-one')
  const objects = changes.filter(({ collection }) => collection === 's3.objects').map(({ kind, key }) => `${kind} ${key}`)
  expect(objects).toEqual(['added processed/two.txt', 'added uploads/two.txt'])

  const restored = JSON.parse((await place.sandbox('checkpoint', 'restore', 'with-one', '--json')).stdout) as { duration_ms: number }
  expect(restored.duration_ms).toBeGreaterThan(0)
  expect((await place.sandbox('wait', 'one.txt')).code).toBe(0)
  expect((await place.sandbox('wait', 'two.txt', '--timeout', '1')).stderr).toContain('uploads/two.txt: not there')
  expect((await json('checkpoint', 'diff', 'with-one')).filter(({ collection }) => collection?.startsWith('s3.'))).toEqual([])
  await process('three.txt', 'three')

  copyFileSync(join(place.directory, '.sandbox/checkpoints/with-one.checkpoint'), join(place.directory, 'from-afar'))
  expect((await place.sandbox('checkpoint', 'remove', 'with-one')).code).toBe(0)
  expect((await json('checkpoint', 'list')).map(({ name }) => name)).toEqual(['seeded'])
  expect((await place.sandbox('checkpoint', 'restore', 'from-afar')).code).toBe(0)
  expect((await place.sandbox('wait', 'one.txt')).code).toBe(0)
  expect((await place.sandbox('wait', 'three.txt', '--timeout', '1')).code).toBe(5)
})

test('reset keeps every id', { timeout: 60_000 }, async () => {
  expect(await place.sandbox('reset')).toMatchObject({ code: 0, stdout: expect.stringContaining('as it was once seeded') })
  const status = JSON.parse((await place.sandbox('status', '--json')).stdout) as { outputs: Record<string, string> }
  expect(status.outputs).toEqual(report.stack.outputs)
  await process('again.txt', 'again')
})

test('what is no checkpoint changes nothing', { timeout: 60_000 }, async () => {
  await process('kept.txt', 'kept')
  writeFileSync(join(place.directory, 'letter'), 'Dear aunt, this is no database, as you will have noticed by now.')
  expect(await place.sandbox('checkpoint', 'restore', 'letter')).toMatchObject({ code: 1, stderr: expect.stringContaining('no checkpoint of a sandbox') })
  expect(await place.sandbox('checkpoint', 'restore', 'nowhere')).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no checkpoint nowhere. Choose one of seeded') })
  expect(await place.sandbox('checkpoint', 'save', '../up')).toMatchObject({ code: 2, stderr: expect.stringContaining('no name for a checkpoint') })
  expect((await place.sandbox('wait', 'kept.txt')).code).toBe(0)
})

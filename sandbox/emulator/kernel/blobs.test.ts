import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Blobs } from './blobs.ts'
import { createIds } from './ids.ts'

let root: string
let directory: string
let blobs: Blobs

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'blobs-'))
  directory = join(root, 'blobs')
  blobs = new Blobs(directory, createIds('blobs'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const files = () => (existsSync(directory) ? readdirSync(directory) : [])
const MIB = 1024 * 1024
const large = Buffer.alloc(3 * MIB, 'abcdefghij')
const inChunks = (bytes: Buffer, size: number) =>
  Readable.from(Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) => bytes.subarray(n * size, (n + 1) * size)))

test('small bytes stay in memory', async () => {
  const blob = await blobs.write(inChunks(Buffer.from('hello world'), 3))
  expect(blob.size).toBe(11)
  expect((await blobs.bytes(blob)).toString()).toBe('hello world')
  expect(blobs.read(blob, 6, 8)).toEqual(Buffer.from('wor'))
  expect(files()).toEqual([])
})

test('large bytes go to a file and come back whole, and in ranges', async () => {
  const blob = await blobs.write(inChunks(large, 100_000))
  expect(blob.size).toBe(large.length)
  expect(files()).toHaveLength(1)
  expect((await blobs.bytes(blob)).equals(large)).toBe(true)
  const range = Buffer.concat(await Readable.from(blobs.read(blob, MIB, MIB + 99)).toArray())
  expect(range.equals(large.subarray(MIB, MIB + 100))).toBe(true)
})

test('nothing at all is a blob too', async () => {
  const blob = await blobs.write(Readable.from([]))
  expect(blob.size).toBe(0)
  expect(await blobs.bytes(blob)).toHaveLength(0)
})

test('every chunk is observed, in order', async () => {
  const seen: Buffer[] = []
  await blobs.write(inChunks(large, 777_777), (chunk) => void seen.push(chunk))
  expect(Buffer.concat(seen).equals(large)).toBe(true)
})

test.for([100, 2 * MIB])('a stream that fails after %d bytes leaves nothing behind', async (size) => {
  const source = Readable.from(
    (async function* () {
      yield large.subarray(0, size)
      throw new Error('connection lost')
    })(),
  )
  await expect(blobs.write(source)).rejects.toThrow('connection lost')
  expect(files()).toEqual([])
})

test('an observer that refuses leaves nothing behind', async () => {
  const refuse = (() => {
    let bytes = 0
    return (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > 2 * MIB) throw new Error('checksum')
    }
  })()
  await expect(blobs.write(inChunks(large, 100_000), refuse)).rejects.toThrow('checksum')
  expect(files()).toEqual([])
})

test('a disk that cannot be written fails the write and nothing else', async () => {
  writeFileSync(directory, 'a file where the folder should be')
  await expect(blobs.write(inChunks(large, 100_000))).rejects.toThrow()
})

test('a deleted blob is gone, and clear removes them all', async () => {
  const small = blobs.put(Buffer.from('x'))
  const [first] = [await blobs.write(inChunks(large, MIB)), await blobs.write(inChunks(large, MIB))]
  expect(files()).toHaveLength(2)
  blobs.delete(first)
  await expect.poll(files).toHaveLength(1)
  await blobs.clear()
  expect(files()).toEqual([])
  await expect(blobs.bytes(small)).rejects.toThrow()
})

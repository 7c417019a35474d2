import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Blobs, type Blob } from '../blobs.ts'
import { manualClock } from '../clock.ts'
import { createIds } from '../ids.ts'
import { collection, Store, type Form } from '../store.ts'
import { Durable } from './durable.ts'
import { migrate, MIGRATIONS } from './format.ts'

interface Thing {
  readonly name: string
  readonly at?: Date
  readonly bytes?: Uint8Array
  readonly blob?: Blob
  readonly by?: Map<string, number>
}

interface Pile {
  readonly label: string
  readonly items: string[]
}

const pileForm: Form<Pile> = {
  pack: ({ label }) => ({ label }),
  *parts({ items }) {
    for (const [i, item] of items.entries()) yield [String(i).padStart(4, '0'), item]
  },
  unpack: (packed, parts) => ({ label: (packed as Pile).label, items: [...parts].map(([, item]) => item as string) }),
}

const things = collection<Thing>('test.things', 'region')
const piles = collection<Pile>('test.piles', 'account', { form: pileForm })
const passing = collection<Thing>('test.passing', 'global', { isPassing: true })

let directory: string
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'sandbox-durable-'))))
afterEach(() => rmSync(directory, { recursive: true, force: true }))

/** A process with that state, as far as the state can tell. */
function begin(log: (line: string) => void = () => {}) {
  const durable = new Durable({ directory, log })
  const store = new Store()
  const blobs = new Blobs('', createIds(), durable)
  durable.restore(store)
  return { durable, store, blobs, ctx: { store, account: '1', region: 'r' } }
}

describe('what was put', () => {
  test('is there again, in the order of first putting, with dates, bytes and maps', async () => {
    const one = begin()
    const thing = { name: 'z', at: new Date(5), bytes: Buffer.from('raw'), by: new Map([['a', 1]]) }
    things(one.ctx).put('z', { name: 'early' })
    things(one.ctx).put('a', { name: 'a' })
    things(one.ctx).put('z', thing)
    passing(one.ctx).put('p', { name: 'p' })
    await one.durable.committed()
    expect(one.durable.committed()).toBeUndefined()
    one.durable.close()
    const two = begin()
    expect([...things(two.ctx).entries()]).toEqual([['z', thing], ['a', { name: 'a' }]])
    expect(passing(two.ctx).size).toBe(0)
    two.durable.close()
  })

  test('is written even where the end comes before its turn', () => {
    const one = begin()
    things(one.ctx).put('a', { name: 'a' })
    one.durable.close()
    const two = begin()
    expect(things(two.ctx).get('a')).toEqual({ name: 'a' })
    two.durable.close()
  })

  test('reads after any changes as the store did', async () => {
    const key = fc.constantFrom('a', 'b', 'c')
    const change = fc.oneof(
      fc.record({ kind: fc.constant('put' as const), key, name: fc.string() }),
      fc.record({ kind: fc.constant('delete' as const), key }),
      fc.record({ kind: fc.constant('add' as const), key, item: fc.string() }),
      fc.record({ kind: fc.constant('shift' as const), key }),
      fc.record({ kind: fc.constant('wait' as const) }),
      fc.record({ kind: fc.constant('clear' as const) }),
      fc.record({ kind: fc.constant('restart' as const) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 40 }), async (changes) => {
        rmSync(directory, { recursive: true, force: true })
        let run = begin()
        const shown = () => JSON.stringify([[...things(run.ctx).entries()], [...piles(run.ctx).entries()]])
        for (const change of changes) {
          const [table, pile] = [things(run.ctx), piles(run.ctx)]
          if (change.kind === 'put') table.put(change.key, { name: change.name })
          if (change.kind === 'delete') void (table.delete(change.key), pile.delete(change.key))
          if (change.kind === 'clear') run.store.clear()
          if (change.kind === 'wait') await run.durable.committed()
          if (change.kind === 'add') {
            const known = pile.get(change.key) ?? pile.put(change.key, { label: change.key, items: [] })
            known.items.push(change.item)
            pile.keep(change.key, String(known.items.length - 1).padStart(4, '0'), change.item)
            pile.put(change.key, known)
          }
          if (change.kind === 'restart') {
            const before = shown()
            run.durable.close()
            run = begin()
            expect(shown()).toBe(before)
          }
        }
        const before = shown()
        run.durable.close()
        run = begin()
        expect(shown()).toBe(before)
        run.durable.close()
      }),
      { numRuns: 60 },
    )
  })
})

test('the log is moved into the file once nothing is written any more, not while there is', async () => {
  const clock = manualClock(0)
  const one = new Durable({ directory, log: () => {}, clock })
  const store = new Store()
  one.restore(store)
  const table = things({ store, account: '1', region: 'r' })
  const put = async (from: number, to: number) => {
    for (let number = from; number < to; number++) {
      table.put(`${number}`, { name: 'x'.repeat(1000) })
      await one.committed()
    }
  }
  /** What the file has without its log. */
  const kept = () => {
    const file = join(directory, 'copy.db')
    copyFileSync(join(directory, 'state.db'), file)
    const copy = new DatabaseSync(file)
    try {
      return (copy.prepare('SELECT count(*) AS rows FROM rows').get() as { rows: number }).rows
    } catch {
      return 0
    } finally {
      copy.close()
    }
  }
  await put(0, 600)
  await clock.advance(600)
  await put(600, 700)
  await clock.advance(600)
  expect(kept()).toBe(0)
  await clock.advance(600)
  expect(kept()).toBe(700)
  one.close()
})

describe('blobs', () => {
  test('small and large are there again; what nothing refers to is gone', async () => {
    const one = begin()
    const small = one.blobs.put(Buffer.from('small'))
    const large = await one.blobs.write(Readable.from([Buffer.alloc(700_000, 1), Buffer.alloc(700_000, 2)]))
    const lost = await one.blobs.write(Readable.from([Buffer.alloc(1_200_000)]))
    const removed = await one.blobs.write(Readable.from([Buffer.alloc(1_200_000)]))
    things(one.ctx).put('small', { name: 'small', blob: small })
    things(one.ctx).put('large', { name: 'large', blob: large })
    one.blobs.delete(removed)
    await one.durable.committed()
    one.durable.close()
    writeFileSync(join(directory, 'blobs', 'half-written'), 'x')
    const two = begin()
    expect((await two.blobs.bytes(things(two.ctx).get('small')!.blob!)).toString()).toBe('small')
    const bytes = await two.blobs.bytes(things(two.ctx).get('large')!.blob!)
    expect([bytes.length, bytes[0], bytes.at(-1)]).toEqual([1_400_000, 1, 2])
    expect(Buffer.concat(await Readable.from(two.blobs.read(large, 699_999, 700_000)).toArray())).toEqual(Buffer.from([1, 2]))
    two.durable.close()
    const three = begin()
    expect(readdirSync(join(directory, 'blobs'))).toEqual([large.id])
    expect(three.durable.readBlob(lost.id)).toBeUndefined()
    three.durable.close()
  })

  test('a file goes only when its removal is written', async () => {
    const one = begin()
    const large = await one.blobs.write(Readable.from([Buffer.alloc(1_200_000, 3)]))
    things(one.ctx).put('a', { name: 'a', blob: large })
    await one.durable.committed()
    things(one.ctx).delete('a')
    one.blobs.delete(large)
    expect(readdirSync(join(directory, 'blobs'))).toEqual([large.id])
    await one.durable.committed()
    await expect.poll(() => readdirSync(join(directory, 'blobs'))).toEqual([])
    one.durable.close()
  })
})

describe('refusals', () => {
  test('a folder that another has is not shared', () => {
    const one = begin()
    expect(() => begin()).toThrow(/Another sandbox is using .*state\.db/)
    one.durable.close()
    begin().durable.close()
  })

  test('a folder that cannot be made', () => {
    rmSync(directory, { recursive: true })
    writeFileSync(directory, 'a file')
    expect(() => begin()).toThrow(/cannot be opened\. Make its folder writable/)
  })

  test('a file that is none of ours, one that is damaged, and a later format', () => {
    const file = join(directory, 'state.db')
    writeFileSync(file, 'this is a letter to my aunt, and a rather long one at that, so that it has a first page')
    expect(() => begin()).toThrow(/is no state of a sandbox/)
    rmSync(file)
    begin().durable.close()
    const later = new DatabaseSync(file)
    later.exec(`PRAGMA user_version = ${MIGRATIONS.length + 1}`)
    later.close()
    expect(() => begin()).toThrow(/newer version/)
  })

  test('a full disk fails what waits, loses nothing of what was written, and what failed is written later', async () => {
    const lines: string[] = []
    const one = begin((line) => lines.push(line))
    things(one.ctx).put('before', { name: 'before' })
    await one.durable.committed()
    const { page_count: pages } = one.durable.pragma('page_count') as { page_count: number }
    one.durable.pragma(`max_page_count = ${pages}`)
    things(one.ctx).put('large', { name: 'x'.repeat(100_000) })
    await expect(one.durable.committed()).rejects.toMatchObject({ code: 'InternalFailure', message: expect.stringContaining('the disk is full') })
    expect(lines).toEqual([expect.stringContaining('the disk is full. Make room.')])
    one.durable.pragma('max_page_count = 1000000')
    things(one.ctx).put('after', { name: 'after' })
    await one.durable.committed()
    one.durable.close()
    const two = begin()
    expect([...things(two.ctx).keys()].sort()).toEqual(['after', 'before', 'large'])
    two.durable.close()
  })
})

describe('formats', () => {
  test('a file of an earlier format is brought to the newest, with what it holds', () => {
    const one = begin()
    things(one.ctx).put('a', { name: 'a' })
    one.durable.close()
    const file = join(directory, 'state.db')
    const database = new DatabaseSync(file)
    migrate(database, file, [...MIGRATIONS, (next) => next.exec("INSERT INTO facts VALUES ('moved', 'yes')")])
    expect(database.prepare("SELECT value FROM facts WHERE name = 'moved'").get()).toEqual({ value: 'yes' })
    expect(database.prepare('SELECT count(*) AS rows FROM rows').get()).toEqual({ rows: 1 })
    database.close()
    expect(() => begin()).toThrow(/newer version/)
  })

  test('a step that fails leaves the file as it was', () => {
    begin().durable.close()
    const file = join(directory, 'state.db')
    const database = new DatabaseSync(file)
    const broken = () => migrate(database, file, [...MIGRATIONS, (next) => next.exec("INSERT INTO facts VALUES ('moved', 'yes'); SELECT nonsense()")])
    expect(broken).toThrow()
    expect(database.prepare("SELECT count(*) AS found FROM facts WHERE name = 'moved'").get()).toEqual({ found: 0 })
    database.close()
    begin().durable.close()
  })
})

import { expect, test } from 'vitest'
import { Journal, type JournalEntry } from './journal.ts'

const ROLE = 'arn:aws:iam::111122223333:role/r'
const entry = (number: number, more: Partial<JournalEntry> = {}): JournalEntry => ({
  time: number, requestId: String(number), service: 's3', operation: 'GetObject', account: '111122223333', region: 'us-east-1',
  principal: 'p', resources: [], status: 200, duration_ms: 0, ...more,
})
const used = (resource: string, decision: 'allow' | 'implicitDeny' = 'allow', audited?: true) =>
  ({ role: ROLE, decided: [{ action: 's3:GetObject', resource, decision, statements: [], ...(audited ? { audited } : {}) }] }) satisfies Partial<JournalEntry>
const ids = (journal: Journal) => journal.entries().map(({ requestId }) => Number(requestId))

test('the latest calls are kept, oldest first, also after some were forgotten', () => {
  const journal = new Journal(4)
  for (let number = 1; number <= 3; number++) journal.record(entry(number))
  expect(ids(journal)).toEqual([1, 2, 3])
  for (let number = 4; number <= 10; number++) journal.record(entry(number, number % 2 ? {} : { account: '444455556666' }))
  expect(ids(journal)).toEqual([7, 8, 9, 10])
  journal.clear('444455556666')
  expect(ids(journal)).toEqual([7, 9])
  for (let number = 11; number <= 13; number++) journal.record(entry(number))
  expect(ids(journal)).toEqual([9, 11, 12, 13])
  journal.clear()
  expect(ids(journal)).toEqual([])
})

test('what a role was allowed outlives the calls, and what was refused is nothing that was used', () => {
  const journal = new Journal(2)
  journal.record(entry(1, used('arn:aws:s3:::b/a')))
  journal.record(entry(2, used('arn:aws:s3:::b/refused', 'implicitDeny')))
  journal.record(entry(3, used('arn:aws:s3:::b/audited', 'implicitDeny', true)))
  for (let number = 4; number < 10; number++) journal.record(entry(number))
  expect(journal.usage.of(ROLE)).toEqual(new Map([['s3:GetObject', ['arn:aws:s3:::b/a', 'arn:aws:s3:::b/audited']]]))
  journal.clear('444455556666')
  expect(journal.usage.of(ROLE).size).toBe(1)
  journal.clear('111122223333')
  expect(journal.usage.of(ROLE).size).toBe(0)
})

test('of very many resources the folders are kept, and of very many folders the first', () => {
  const journal = new Journal(2)
  for (let number = 0; number < 1000; number++) journal.record(entry(number, used(`arn:aws:s3:::b/uploads/${number}.txt`)))
  expect(journal.usage.of(ROLE).get('s3:GetObject')).toEqual(['arn:aws:s3:::b/uploads/*'])
  for (let number = 0; number < 1000; number++) journal.record(entry(number, used(`arn:aws:s3:::b/deep/${number}/x.txt`)))
  const kept = journal.usage.of(ROLE).get('s3:GetObject')!
  expect(kept).toEqual(expect.arrayContaining(['arn:aws:s3:::b/uploads/*', 'arn:aws:s3:::b/deep/*']))
  expect(kept.length).toBeLessThan(10)
})

test('what policies refused outlives many calls, the latest of it', () => {
  const journal = new Journal(3, 2)
  for (const number of [1, 3, 5]) {
    journal.record(entry(number, used('arn:aws:s3:::b/x', 'implicitDeny')))
    journal.record(entry(number + 1, used('arn:aws:s3:::b/x')))
  }
  for (let number = 7; number < 20; number++) journal.record(entry(number))
  expect(ids(journal)).toEqual([3, 5, 17, 18, 19])
  journal.clear('111122223333')
  expect(ids(journal)).toEqual([])
})

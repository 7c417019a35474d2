import { expect, test } from 'vitest'
import { collection, Store } from './store.ts'

const scope = (store: Store, account: string, region: string) => ({ store, account, region })

test('a collection of a region keeps accounts and regions apart', () => {
  const store = new Store()
  const streams = collection<string>('x.streams', 'region')
  streams(scope(store, '1', 'eu-west-1')).put('s', 'here')
  expect(streams(scope(store, '1', 'us-east-1')).get('s')).toBeUndefined()
  expect(streams(scope(store, '2', 'eu-west-1')).get('s')).toBeUndefined()
  expect(streams(scope(store, '1', 'eu-west-1')).get('s')).toBe('here')
})

test('an account collection spans regions, a global one spans accounts', () => {
  const store = new Store()
  const roles = collection<number>('x.roles', 'account')
  const names = collection<number>('x.names', 'global')
  roles(scope(store, '1', 'eu-west-1')).put('r', 1)
  names(scope(store, '1', 'eu-west-1')).put('n', 2)
  expect(roles(scope(store, '1', 'us-east-1')).get('r')).toBe(1)
  expect(roles(scope(store, '2', 'eu-west-1')).has('r')).toBe(false)
  expect(names(scope(store, '2', 'us-east-1')).get('n')).toBe(2)
})

test('collections of different names share nothing', () => {
  const store = new Store()
  collection<number>('x.a', 'global')(scope(store, '', '')).put('k', 1)
  expect(collection<number>('x.b', 'global')(scope(store, '', '')).size).toBe(0)
})

test('all gives every row with its account and region', () => {
  const store = new Store()
  const streams = collection<number>('x.streams', 'region')
  const roles = collection<number>('x.roles', 'account')
  streams(scope(store, '1', 'eu-west-1')).put('a', 1)
  streams(scope(store, '2', 'us-east-1')).put('b', 2)
  roles(scope(store, '3', 'us-east-1')).put('c', 3)
  expect([...streams.all(store)]).toEqual([
    { account: '1', region: 'eu-west-1', key: 'a', value: 1 },
    { account: '2', region: 'us-east-1', key: 'b', value: 2 },
  ])
  expect([...roles.all(store)]).toEqual([{ account: '3', region: '', key: 'c', value: 3 }])
})

test('rows keep the order of their first put', () => {
  const table = new Store().table<number>('x', '')
  table.put('b', 1)
  table.put('a', 2)
  table.put('b', 3)
  expect([...table.entries()]).toEqual([['b', 3], ['a', 2]])
  expect(table.delete('b')).toBe(true)
  expect(table.delete('b')).toBe(false)
})

test('clear empties tables that are already in use', () => {
  const store = new Store()
  const table = store.table<number>('x', '')
  table.put('a', 1)
  store.clear()
  expect(table.size).toBe(0)
  table.put('b', 2)
  expect(store.table('x', '').get('b')).toBe(2)
})

import { expect, test } from 'vitest'
import { matchRoute } from './routes.ts'

const table = (...keys: string[]) => Object.fromEntries(keys.map((RouteKey) => [RouteKey, { RouteKey }]))

/** The example of AWS's guide ("Routing API requests"), and what it leaves open. */
const guide = table('$default', 'ANY /{proxy+}', 'GET /pets/{proxy+}', 'GET /pets/dog/{id}', 'GET /pets/dog/1')
const mixed = table('ANY /users/{id}', 'GET /{proxy+}', 'GET /users/{id}', 'POST /users/me', 'ANY /{a}/{b}', 'GET /x/{b}', 'GET /files/{path+}', 'GET /a.b', 'PUT /')

test.each<[Record<string, { RouteKey: string }>, string, string, string | undefined, Record<string, string>]>([
  [guide, 'GET', '/pets/dog/1', 'GET /pets/dog/1', {}],
  [guide, 'GET', '/pets/dog/2', 'GET /pets/dog/{id}', { id: '2' }],
  [guide, 'GET', '/pets/cat/1', 'GET /pets/{proxy+}', { proxy: 'cat/1' }],
  [guide, 'POST', '/test/5', 'ANY /{proxy+}', { proxy: 'test/5' }],
  [guide, 'POST', '/pets/dog/1', 'ANY /{proxy+}', { proxy: 'pets/dog/1' }],
  [guide, 'GET', '/', '$default', {}],
  [mixed, 'GET', '/users/7', 'GET /users/{id}', { id: '7' }],
  [mixed, 'PATCH', '/users/7', 'ANY /users/{id}', { id: '7' }],
  [mixed, 'GET', '/users/me', 'GET /users/{id}', { id: 'me' }],
  [mixed, 'POST', '/users/me', 'POST /users/me', {}],
  [mixed, 'DELETE', '/users/me', 'ANY /users/{id}', { id: 'me' }],
  [mixed, 'GET', '/x/y', 'GET /x/{b}', { b: 'y' }],
  [mixed, 'POST', '/x/y', 'ANY /{a}/{b}', { a: 'x', b: 'y' }],
  [mixed, 'GET', '/files/a/b/', 'GET /files/{path+}', { path: 'a/b/' }],
  [mixed, 'GET', '/files/a', 'ANY /{a}/{b}', { a: 'files', b: 'a' }],
  [mixed, 'GET', '/axb', 'GET /{proxy+}', { proxy: 'axb' }],
  [mixed, 'GET', '/users/7/', 'GET /{proxy+}', { proxy: 'users/7/' }],
  [mixed, 'PUT', '/', 'PUT /', {}],
  [mixed, 'GET', '/', undefined, {}],
  [mixed, 'POST', '/users', undefined, {}],
  [mixed, 'get', '/users/7', 'ANY /users/{id}', { id: '7' }],
  [table('GET /uploads'), 'GET', '/uploads/', undefined, {}],
  [table('GET /uploads'), 'GET', '/Uploads', undefined, {}],
  [table('GET /uploads'), 'POST', '/uploads', undefined, {}],
  [table(), 'GET', '/', undefined, {}],
])('%#', (routes, method, path, routeKey, pathParameters) => {
  const match = matchRoute(routes, method, path)
  expect(match?.route.RouteKey, `${method} ${path}`).toBe(routeKey)
  if (match) expect(match.pathParameters).toEqual(pathParameters)
})

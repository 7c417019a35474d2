import { UpdateStageCommand } from '@aws-sdk/client-apigatewayv2'
import { expect, test } from 'vitest'
import { createTestEngine, stoppedClock } from '../../../../testing/engine.ts'
import { createApi, fakeLambda } from '../../../../testing/http-api.ts'

async function throttled(settings: object, options: { limits?: 'aws' } = {}) {
  const clock = stoppedClock()
  const engine = await createTestEngine({ clock, ...options })
  const lambda = fakeLambda(engine)
  const { client, ApiId, url } = await createApi(engine, { 'GET /a': {}, 'GET /b': {}, 'GET /closed': { jwt: true } })
  await client.send(new UpdateStageCommand({ ApiId, StageName: '$default', ...settings }))
  const statuses = async (path: string, times: number) => {
    const found: number[] = []
    for (let count = 0; count < times; count++) found.push((await fetch(url + path)).status)
    return found
  }
  return { engine, clock, lambda, client, ApiId, url, statuses, [Symbol.asyncDispose]: () => engine.stop() }
}

test('a burst, then the rate; each route for itself; 429 with its body', async () => {
  await using api = await throttled({ DefaultRouteSettings: { ThrottlingBurstLimit: 3, ThrottlingRateLimit: 2 } })
  expect(await api.statuses('/a', 5)).toEqual([200, 200, 200, 429, 429])
  expect(await api.statuses('/b', 1), 'another route').toEqual([200])
  await api.clock.advance(499)
  const refused = await fetch(`${api.url}/a`)
  expect([refused.status, await refused.text()]).toEqual([429, '{"message":"Too Many Requests"}'])
  await api.clock.advance(1)
  expect(await api.statuses('/a', 2)).toEqual([200, 429])
  await api.clock.advance(60_000)
  expect(await api.statuses('/a', 4), 'never more than the burst').toEqual([200, 200, 200, 429])
  expect(api.lambda.events.length).toBe(8)
})

test("a route's settings replace the stage's as a whole", async () => {
  await using api = await throttled({
    DefaultRouteSettings: { ThrottlingBurstLimit: 1, ThrottlingRateLimit: 1 },
    RouteSettings: { 'GET /a': { ThrottlingBurstLimit: 2, ThrottlingRateLimit: 1 }, 'GET /b': { DetailedMetricsEnabled: true } },
  })
  expect(await api.statuses('/a', 3)).toEqual([200, 200, 429])
  expect(await api.statuses('/b', 4)).toEqual([200, 200, 200, 200])
})

test('limits of nothing let nothing through, and come before the authorizer', async () => {
  await using api = await throttled({ DefaultRouteSettings: { ThrottlingBurstLimit: 0, ThrottlingRateLimit: 0 } })
  expect(await api.statuses('/a', 2)).toEqual([429, 429])
  expect(await api.statuses('/closed', 1)).toEqual([429])
  expect(await api.statuses('/nowhere', 1)).toEqual([404])
})

test('a stage that says nothing has no limit', async () => {
  await using api = await throttled({})
  expect(new Set(await api.statuses('/a', 30))).toEqual(new Set([200]))
})

test('settings for a route that is not there are refused', async () => {
  await using api = await throttled({})
  const settings = { RouteSettings: { 'GET /nowhere': { ThrottlingBurstLimit: 1 } } }
  await expect(api.client.send(new UpdateStageCommand({ ApiId: api.ApiId, StageName: '$default', ...settings }))).rejects.toMatchObject({
    name: 'NotFoundException',
    message: 'Unable to find Route by key GET /nowhere within the provided RouteSettings',
  })
})

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { restartLocalStack } from './restart.ts'

/** As LocalStack does: another session each time its program starts, no answer meanwhile, and 200 to every other POST. */
async function fakeLocalStack({ knowsItself = true } = {}) {
  const asked: string[] = []
  let session = 1
  let unanswered = 0
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    if (request.method === 'POST') {
      asked.push(`${request.url} ${body}`)
      unanswered = 3
    } else if (unanswered > 0) {
      unanswered -= 1
      // Still the old one at first, then nobody, then the new one.
      if (unanswered < 2) {
        session = 2
        return request.socket.destroy()
      }
    } else if (!knowsItself) response.statusCode = 404
    return response.end(JSON.stringify({ session_id: `session-${session}` }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const end = () => new Promise((resolve) => server.close(resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, left: () => unanswered, [Symbol.asyncDispose]: async () => void (await end()) }
}

test('asks for a restart, and is done when the new one answers', async () => {
  await using fake = await fakeLocalStack()
  await restartLocalStack(fake.url)
  expect(fake.asked).toEqual(['/_localstack/health {"action":"restart"}'])
  expect(fake.left()).toBe(0)
})

test('does not take anything else for LocalStack', async () => {
  await using fake = await fakeLocalStack({ knowsItself: false })
  await expect(restartLocalStack(fake.url)).rejects.toThrow(`What answers at ${fake.url} is no LocalStack that can be restarted.`)
})

import { build } from 'esbuild'
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '../../../../engines/docker/ports.ts'
import { lambdaFixture, type LambdaFixture } from '../../../../testing/lambda.ts'

let aws: LambdaFixture
let folder: string
let first: number
beforeAll(async () => {
  first = await freePort()
  aws = await lambdaFixture({ inspect: first })
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'inspected-')))
})
afterAll(async () => {
  await aws[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

/** As an editor's debugger does it: by the list of what can be debugged at a port. */
async function attach(port: number) {
  const [target] = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as [{ webSocketDebuggerUrl: string }]
  const socket = new WebSocket(target.webSocketDebuggerUrl)
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve)
    socket.addEventListener('error', reject)
  })
  let count = 0
  type Message = { id?: number; method?: string; params?: never; result?: never }
  const awaited = (matches: (message: Message) => boolean) =>
    new Promise<Message>((resolve) => {
      const listen = ({ data }: MessageEvent) => {
        const message = JSON.parse(String(data)) as Message
        if (!matches(message)) return
        socket.removeEventListener('message', listen)
        resolve(message)
      }
      socket.addEventListener('message', listen)
    })
  return {
    async send<T>(method: string, params: object = {}): Promise<T> {
      const id = ++count
      const answer = awaited((message) => message.id === id)
      socket.send(JSON.stringify({ id, method, params }))
      return (await answer).result as T
    },
    event: async <T>(method: string): Promise<T> => (await awaited((message) => message.method === method)).params as T,
    close: () => socket.close(),
  }
}

interface Paused {
  readonly hitBreakpoints: readonly string[]
  readonly callFrames: readonly { readonly callFrameId: string; readonly location: { readonly lineNumber: number } }[]
}

const portOf = (name: string) => {
  const line = aws.engine.lines.findLast((one) => one.startsWith(`Debugger of ${name}: `))
  return Number(/:(\d+)$/.exec(line ?? '')?.[1])
}

test('a breakpoint in the .ts holds the function for as long as one looks at it', { timeout: 30_000 }, async () => {
  const file = join(folder, 'index.ts')
  writeFileSync(file, `interface Event {\n  n: number\n}\n\nexport const handler = async (event: Event): Promise<number> => {\n  const twice: number = event.n * 2\n  return twice\n}\n`)
  const name = await aws.create({}, { Code: { S3Bucket: 'hot-reload', S3Key: file }, Timeout: 1 })
  expect((await aws.invoke(name, { n: 1 })).value).toBe(2)
  const port = portOf(name)
  expect(port).toBeGreaterThanOrEqual(first)
  const debug = await attach(port)
  await debug.send('Debugger.enable')
  const set = await debug.send<{ breakpointId: string; locations: object[] }>('Debugger.setBreakpointByUrl', { url: pathToFileURL(file).href, lineNumber: 6 })
  expect(set.locations).toHaveLength(1)
  const paused = debug.event<Paused>('Debugger.paused')
  const answer = aws.invoke(name, { n: 21 })
  const { hitBreakpoints, callFrames: [frame] } = await paused
  expect([hitBreakpoints, frame!.location.lineNumber]).toEqual([[set.breakpointId], 6])
  const { result } = await debug.send<{ result: object }>('Debugger.evaluateOnCallFrame', { callFrameId: frame!.callFrameId, expression: 'twice' })
  expect(result).toMatchObject({ value: 42 })
  // Longer than the function's time-out.
  await new Promise((resolve) => setTimeout(resolve, 1200))
  await debug.send('Debugger.resume')
  expect(await answer).toMatchObject({ error: undefined, value: 42 })
  debug.close()

  // The next process is found where the last one was.
  writeFileSync(file, 'export const handler = async () => "saved"')
  expect((await aws.invoke(name)).value).toBe('saved')
  const again = await attach(portOf(name))
  again.close()
})

test('what is bundled is found by its source map, also in stack traces', { timeout: 30_000 }, async () => {
  const file = join(folder, 'bundled.ts')
  writeFileSync(file, `interface Event {\n  n: number\n}\nexport const handler = async (event: Event): Promise<never> => {\n  throw new Error(String(event.n))\n}\n`)
  const { outputFiles } = await build({
    absWorkingDir: folder, entryPoints: ['bundled.ts'], bundle: true, write: false, platform: 'node', format: 'esm', sourcemap: true, outdir: folder, sourceRoot: `${pathToFileURL(folder).href}/`,
  })
  const text = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))!.text
  const name = await aws.create({ 'bundled.mjs': text('.js'), 'bundled.js.map': text('.map') }, { Handler: 'bundled.handler' })
  const { value } = await aws.invoke(name, { n: 1 })
  expect((value as { trace: string[] }).trace[1]).toContain(`${file}:5:9`)
  expect(readFileSync(file, 'utf8').split('\n')[4]).toContain('throw')
})

test('without the wish for it nothing is open', async () => {
  await using own = await lambdaFixture()
  const name = await own.create({ 'index.mjs': `import { url } from 'node:inspector'\nexport const handler = async () => [url() ?? null, process.execArgv]` })
  expect((await own.invoke(name)).value).toEqual([null, expect.not.arrayContaining([expect.stringMatching(/inspect/)])])
})

import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { PutFunctionConcurrencyCommand, UpdateFunctionCodeCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually, stoppedClock } from '../../../../testing/engine.ts'
import { lambdaFixture, zip, type LambdaFixture } from '../../../../testing/lambda.ts'

let aws: LambdaFixture
beforeAll(async () => void (aws = await lambdaFixture()))
afterAll(() => aws[Symbol.asyncDispose]())

const COUNTER = `let n = 0
  export const handler = async (event) => {
    n++
    if (event.exit !== undefined) process.exit(event.exit)
    if (event.abort) process.abort()
    while (event.spin) {}
    if (event.sleep) await new Promise((resolve) => setTimeout(resolve, event.sleep))
    return { n, pid: process.pid }
  }`

const alive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe('what goes wrong hurts its own invocation only', () => {
  test.each([
    ['exit status 1', { exit: 1 }, 'Runtime exited with error: exit status 1'],
    ['exit status 0', { exit: 0 }, 'Runtime exited without providing a reason'],
    ['an abort', { abort: true }, 'Runtime exited with error: signal: aborted (core dumped)'],
  ])('%s', async (_name, event, reason) => {
    const name = await aws.create({ 'index.mjs': COUNTER })
    const first = await aws.invoke(name)
    const failed = await aws.invoke(name, event)
    const id = /^START RequestId: (\S+)/.exec(failed.log)![1]
    expect(failed.error).toBe('Unhandled')
    expect(failed.value).toEqual({ errorType: 'Runtime.ExitError', errorMessage: `RequestId: ${id} Error: ${reason}` })
    expect(failed.log).toContain(`\nRequestId: ${id} Error: ${reason}\nRuntime.ExitError\nEND RequestId: ${id}\n`)
    const next = await aws.invoke(name)
    expect(next).toMatchObject({ error: undefined, value: { n: 1 } })
    expect((next.value as { pid: number }).pid).not.toBe((first.value as { pid: number }).pid)
  })

  test('an endless loop is ended at the time-out', async () => {
    const name = await aws.create({ 'index.mjs': COUNTER }, { Timeout: 1 })
    const { pid } = (await aws.invoke(name)).value as { pid: number }
    const failed = await aws.invoke(name, { spin: true })
    const id = /^START RequestId: (\S+)/.exec(failed.log)![1]
    expect(failed.error).toBe('Unhandled')
    expect(failed.value).toEqual({ errorType: 'Sandbox.Timedout', errorMessage: `RequestId: ${id} Error: Task timed out after 1.00 seconds` })
    expect(failed.log).toMatch(new RegExp(`\n\\S+Z ${id} Task timed out after 1\\.00 seconds\n\nEND RequestId: ${id}\nREPORT .*\tStatus: timeout\t\n$`))
    await eventually('the process is gone', () => (alive(pid) ? undefined : true))
    expect((await aws.invoke(name)).value).toMatchObject({ n: 1 })
  })

  test('what a function starts ends with it', async () => {
    const name = await aws.create(
      { 'index.mjs': `import { spawn } from 'node:child_process'
        export const handler = async () => { console.log('pid', spawn('sleep', ['600']).pid, '.'); process.exit(1) }` },
    )
    const pid = Number(/pid (\d+) \./.exec((await aws.invoke(name)).log)![1])
    await eventually('the grandchild is gone', () => (alive(pid) ? undefined : true))
  })

  test('a runtime that is not here is a sentence', async () => {
    const name = await aws.create({ 'index.rb': '' }, { Runtime: 'ruby3.4' })
    const answer = await aws.invoke(name)
    expect(answer).toMatchObject({ error: 'Unhandled', value: { errorType: 'Runtime.InvalidRuntime', errorMessage: expect.stringMatching(/^The runtime ruby3\.4 does not run here: use /) } })
  })
})

describe('environments', () => {
  test('one invocation at a time each, more of them under load, and warm ones again after', async () => {
    const name = await aws.create({ 'index.mjs': COUNTER })
    const pids = (answers: { value: unknown }[]) => new Set(answers.map(({ value }) => (value as { pid: number }).pid))
    const together = await Promise.all(Array.from({ length: 4 }, () => aws.invoke(name, { sleep: 300 })))
    expect(together.every(({ error }) => error === undefined)).toBe(true)
    expect(pids(together).size).toBeGreaterThan(1)
    const later: { value: unknown }[] = []
    for (let i = 0; i < 5; i++) later.push(await aws.invoke(name))
    expect(pids(later).size).toBe(1)
    expect(pids(together)).toContain([...pids(later)][0])
  })

  test('invocations from inside, one right after the other, stay in one environment', async () => {
    await using own = await lambdaFixture()
    const name = await own.create({ 'index.mjs': COUNTER })
    const caller = { principal: { type: 'root' as const, account: '000000000000', arn: 'arn:aws:iam::000000000000:root', userId: '000000000000' }, region: 'us-east-1' }
    const seen = new Set<number>()
    for (let i = 0; i < 20; i++) {
      const { Payload } = await own.engine.host.call<{ Payload: Buffer }>(caller, 'lambda', 'Invoke', { FunctionName: name })
      seen.add((JSON.parse(Payload.toString()) as { pid: number }).pid)
    }
    expect(seen.size).toBe(1)
    // A second one would have been started in vain.
    expect((await own.invoke(name)).value).toMatchObject({ n: 21 })
    expect(readdirSync(`${own.engine.host.settings.workDirectory}/lambda/home`)).toHaveLength(1)
  })

  test('new code and new settings replace them', async () => {
    const name = await aws.create({ 'index.mjs': 'export const handler = async () => ["old", process.env.V]' })
    expect((await aws.invoke(name)).value).toEqual(['old', null])
    await aws.client.send(new UpdateFunctionCodeCommand({ FunctionName: name, ZipFile: zip({ 'index.mjs': 'export const handler = async () => ["new", process.env.V]' }) }))
    expect((await aws.invoke(name)).value).toEqual(['new', null])
    await aws.client.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, Environment: { Variables: { VALUE: 'x', V1: 'v' } } }))
    await aws.client.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, Environment: { Variables: { V1: '2' } } }))
    expect((await aws.invoke(name)).value).toEqual(['new', null])
  })

  test('an invocation that runs while the code changes ends with the old code', async () => {
    const name = await aws.create({ 'index.mjs': COUNTER })
    await aws.invoke(name)
    const running = aws.invoke(name, { sleep: 400 })
    await aws.client.send(new UpdateFunctionCodeCommand({ FunctionName: name, ZipFile: zip({ 'index.mjs': 'export const handler = async () => "new"' }) }))
    expect((await aws.invoke(name)).value).toBe('new')
    expect((await running).value).toMatchObject({ n: 2 })
  })

  test('past the reserved concurrency an invocation is refused', async () => {
    const name = await aws.create({ 'index.mjs': COUNTER })
    await aws.client.send(new PutFunctionConcurrencyCommand({ FunctionName: name, ReservedConcurrentExecutions: 1 }))
    const both = await Promise.allSettled([aws.invoke(name, { sleep: 400 }), aws.invoke(name, { sleep: 400 })])
    const refused = both.filter((one) => one.status === 'rejected').map(({ reason }) => reason as unknown)
    expect(refused).toEqual([
      expect.objectContaining({ name: 'TooManyRequestsException', Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded', Type: 'User', message: 'Rate Exceeded.' }),
    ])
    await aws.client.send(new PutFunctionConcurrencyCommand({ FunctionName: name, ReservedConcurrentExecutions: 0 }))
    await expect(aws.invoke(name)).rejects.toMatchObject({ name: 'TooManyRequestsException', $metadata: { httpStatusCode: 429 } })
  })
})

describe('as time passes', () => {
  const pidOf = async (own: LambdaFixture, name: string) => ((await own.invoke(name)).value as { pid: number }).pid

  test('an environment goes when it has been idle for five minutes, not before', async () => {
    const clock = stoppedClock()
    await using own = await lambdaFixture({ clock })
    const name = await own.create({ 'index.mjs': COUNTER })
    const pid = await pidOf(own, name)
    await clock.advance(4 * 60_000)
    expect(await pidOf(own, name)).toBe(pid)
    await clock.advance(4 * 60_000)
    expect(alive(pid)).toBe(true)
    await clock.advance(2 * 60_000)
    await eventually('the process is gone', () => (alive(pid) ? undefined : true))
  })

  test('an environment whose credentials are about to expire is replaced', async () => {
    const clock = stoppedClock()
    await using own = await lambdaFixture({ clock })
    const name = await own.create({ 'index.mjs': COUNTER }, { Timeout: 60 })
    const pid = await pidOf(own, name)
    for (let minutes = 0; minutes < 56; minutes += 4) {
      await clock.advance(4 * 60_000)
      expect(await pidOf(own, name)).toBe(pid)
    }
    await clock.advance(3.5 * 60_000)
    expect(await pidOf(own, name)).not.toBe(pid)
  })

  test('an initialisation has ten seconds of its own, then the function\'s time-out runs', async () => {
    const clock = stoppedClock()
    await using own = await lambdaFixture({ clock })
    const name = await own.create({ 'index.mjs': 'await new Promise(() => setInterval(() => {}, 1000))' }, { Timeout: 3 })
    const answer = own.invoke(name)
    const done = answer.then(() => true)
    const stepped = async (step_ms: number) => {
      await clock.advance(step_ms)
      return Promise.race([done, new Promise((resolve) => setTimeout(() => resolve(false), 100))])
    }
    // The process has to be there for its time to run.
    await eventually('the process', () => (existsSync(`${own.engine.host.settings.workDirectory}/lambda/home`) ? true : undefined))
    expect(await stepped(9_000)).toBe(false)
    await eventually('the time-out', async () => ((await stepped(1_000)) ? true : undefined))
    expect((await answer).value).toMatchObject({ errorType: 'Sandbox.Timedout', errorMessage: expect.stringMatching(/Task timed out after 3\.00 seconds$/) })
  })
})

describe('the end', () => {
  test('a reset and a stop leave no process and no file behind, whatever the functions do', async () => {
    const own = await lambdaFixture()
    const name = await own.create({ 'index.mjs': COUNTER })
    const [first, second] = (await Promise.all([own.invoke(name, { sleep: 300 }), own.invoke(name, { sleep: 300 })])).map(({ value }) => (value as { pid: number }).pid)
    void own.invoke(name, { spin: true }).catch(() => {})
    await own.engine.reset()
    expect([first!, second!].filter(alive)).toEqual([])
    await expect(own.invoke(name)).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
    await own[Symbol.asyncDispose]()
    expect(existsSync(own.engine.host.settings.workDirectory)).toBe(false)
  })

  test.skipIf(process.platform === 'win32')('an engine that is killed takes its functions along, even one in an endless loop', { timeout: 30_000 }, async () => {
    const script = `
      import { lambdaFixture } from ${JSON.stringify(new URL('../../../../testing/lambda.ts', import.meta.url).href)}
      const aws = await lambdaFixture()
      const name = await aws.create({ 'index.mjs': ${JSON.stringify(COUNTER)} }, { Timeout: 60 })
      const pids = (await Promise.all([aws.invoke(name, { sleep: 300 }), aws.invoke(name, { sleep: 300 })])).map(({ value }) => value.pid)
      void aws.invoke(name, { spin: true })
      setTimeout(() => console.log(JSON.stringify({ pids, workDirectory: aws.engine.host.settings.workDirectory })), 200)`
    const engine = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
    const line = await new Promise<string>((resolve) => engine.stdout.once('data', (data: Buffer) => resolve(data.toString())))
    const { pids } = JSON.parse(line) as { pids: number[] }
    expect(pids.filter(alive)).toEqual(pids)
    engine.kill('SIGKILL')
    await eventually('the functions are gone', () => (pids.some(alive) ? undefined : true))
  })
})

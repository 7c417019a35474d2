import { execFileSync } from 'node:child_process'
import { CreateFunctionCommand } from '@aws-sdk/client-lambda'
import { strToU8, zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lambdaFixture, type LambdaFixture } from '../../../../testing/lambda.ts'

let aws: LambdaFixture
beforeAll(async () => void (aws = await lambdaFixture()))
afterAll(() => aws[Symbol.asyncDispose]())

const has = (program: string) => {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** The answer to an invocation that needs more memory than the function has. */
async function expectKilled(name: string): Promise<void> {
  const { value, log } = await aws.invoke(name)
  const id = /^START RequestId: (\S+)/m.exec(log)![1]
  expect(value).toEqual({ errorType: 'Runtime.ExitError', errorMessage: `RequestId: ${id} Error: Runtime exited with error: signal: killed` })
  expect(log).toMatch(new RegExp(`\nREPORT RequestId: ${id}\t.*\tMemory Size: 128 MB\tMax Memory Used: 128 MB\t.*Status: error\tError Type: Runtime.ExitError\t\n`))
}

describe.skipIf(!has('python3'))('python3', { timeout: 30_000 }, () => {
  const create = (text: string, more = {}) => aws.create({ 'app.py': text }, { Runtime: 'python3.13', Handler: 'app.handler', ...more })

  test('event, context, print, logging, a warm process', async () => {
    const name = await create(`
import logging, os
logging.getLogger().setLevel(logging.INFO)
n = 0
def handler(event, context):
    global n
    n += 1
    print("printed", event["a"])
    logging.info("two\\nlines")
    return {"n": n, "é": event, "left": context.get_remaining_time_in_millis(), "id": context.aws_request_id, "env": os.environ["AWS_EXECUTION_ENV"]}
`)
    const first = await aws.invoke(name, { a: 'ü' })
    const id = /^START RequestId: (\S+)/.exec(first.log)![1]
    expect(first).toMatchObject({ error: undefined, value: { n: 1, é: { a: 'ü' }, id, env: 'AWS_Lambda_python3.13' } })
    expect((first.value as { left: number }).left).toBeGreaterThan(5000)
    expect(first.log).toMatch(new RegExp(`\nprinted ü\n\\[INFO\\]\t[\\dT:.-]+Z\t${id}\ttwo\nlines\nEND RequestId: ${id}\n`))
    expect(first.log).toMatch(/Max Memory Used: [1-9]\d* MB/)
    expect((await aws.invoke(name, { a: 1 })).value).toMatchObject({ n: 2 })
  })

  test('an exception has AWS\'s form', async () => {
    const name = await create('def handler(event, context):\n    raise ValueError("no")\n')
    const { value, error, log } = await aws.invoke(name)
    expect(error).toBe('Unhandled')
    expect(value).toEqual({
      errorMessage: 'no', errorType: 'ValueError', requestId: expect.any(String),
      stackTrace: [expect.stringMatching(/^ {2}File ".*\/app\.py", line 2, in handler\n {4}raise ValueError\("no"\)\n$/)],
    })
    expect(log).toContain('\n[ERROR] ValueError: no\nTraceback (most recent call last):\n  File "')
  })

  test.each([
    ['no module', 'import nowhere_to_be_found', 'Runtime.ImportModuleError', "Unable to import module 'app': No module named 'nowhere_to_be_found'"],
    ['no boto3', 'import sys\nsys.modules["boto3"] = None\nimport boto3', 'Runtime.ImportModuleError', expect.stringMatching(/^Unable to import module 'app': .*\. AWS's runtime carries it; install it here: \/.*python.* -m pip install boto3$/)],
    ['no handler', 'x = 1', 'Runtime.HandlerNotFound', "Handler 'handler' missing on module 'app'"],
    ['not JSON', 'def handler(event, context):\n    return object()', 'Runtime.MarshalError', 'Unable to marshal response: Object of type object is not JSON serializable'],
    ['exit', 'import sys\ndef handler(event, context):\n    sys.exit(3)', 'Runtime.ExitError', expect.stringMatching(/ Error: Runtime exited with error: exit status 3$/)],
  ])('%s', async (_name, text, errorType, errorMessage) => {
    expect(await aws.invoke(await create(text))).toMatchObject({ error: 'Unhandled', value: { errorType, errorMessage } })
  })

  test.skipIf(process.platform !== 'linux')('more memory than the function has ends its process, and the next invocation has a new one', async () => {
    const text = 'import time\ndef handler(event, context):\n    kept = b"x" * (event.get("mb", 300) << 20)\n    time.sleep(event.get("s", 8))\n    return len(kept) >> 20\n'
    const name = await create(text, { MemorySize: 128, Timeout: 20 })
    await expectKilled(name)
    expect((await aws.invoke(name, { mb: 60, s: 0.2 })).value).toBe(60)
  })
})

describe.skipIf(process.platform === 'win32' || !has('curl'))('provided.al2023', () => {
  /** A zip as `zip` makes it on Unix, with the file's mode. */
  const withMode = (text: string, mode: number) => zipSync({ bootstrap: [strToU8(text), { os: 3, attrs: mode << 16 }] })
  const create = async (FunctionName: string, ZipFile: Uint8Array) => {
    await aws.client.send(new CreateFunctionCommand({ FunctionName, Runtime: 'provided.al2023', Handler: 'any', Role: aws.role, Timeout: 10, Code: { ZipFile } }))
    return FunctionName
  }

  test('an executable bootstrap speaks the Runtime API, and its output is the log', async () => {
    const script = `#!/bin/sh
      while true; do
        event=$(curl -sS -D "$TMPDIR/h" "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/next")
        id=$(grep -i '^lambda-runtime-aws-request-id' "$TMPDIR/h" | tr -d '[:space:]' | cut -d: -f2)
        echo "handling $event"
        curl -sS -o /dev/null -d "{\\"got\\":$event}" "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/$id/response"
      done`
    const name = await create('custom', withMode(script, 0o755))
    const answer = await aws.invoke(name, { a: 1 })
    expect(answer).toMatchObject({ error: undefined, value: { got: { a: 1 } } })
    expect(answer.log).toContain('\nhandling {"a":1}\nEND')
    expect((await aws.invoke(name, [2])).value).toEqual({ got: [2] })
  })

  test.skipIf(process.platform !== 'linux')('what its programs have of memory counts too', async () => {
    const script = `#!/bin/sh
      curl -sS "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/next"
      (head -c 300000000 /dev/zero; sleep 8) | tail -c 300000000 > /dev/null
      sleep 8`
    await expectKilled(await create('hungry', withMode(script, 0o755)))
  })

  test('one that may not be executed, and one that is not there, are errors by name', async () => {
    const refused = await aws.invoke(await create('no-mode', withMode('#!/bin/sh', 0o644)))
    expect(refused.value).toEqual({ errorType: 'Runtime.InvalidEntrypoint', errorMessage: expect.stringMatching(/^RequestId: \S+ Error: fork\/exec .*bootstrap: permission denied$/) })
    const missing = await aws.invoke(await create('no-file', zipSync({ other: strToU8('') })))
    expect(missing.value).toEqual({ errorType: 'Runtime.InvalidEntrypoint', errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Couldn't find valid bootstrap\(s\): \[.*bootstrap\]$/) })
  })
})

import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { zip } from '../lambda.ts'
import { capture, capturingHandler } from './capture.ts'
import { load, percentile } from './load.ts'
import { ms, type Row } from './row.ts'
import { startBare, startEngine } from './servers.ts'

const COLD_STARTS = 15
const DURATION_MS = 3000
/** How many milliseconds its own imports took is what it answers with. */
const HANDLER = `const began = performance.now()
await import('@aws-sdk/client-s3')
const own_ms = performance.now() - began
export const handler = async () => own_ms`

/** How long a function's first invocation takes beyond its own imports, and a warm one beyond a bare round trip. */
export async function* lambdaRows(): AsyncGenerator<Row> {
  const [engine, bare] = [await startEngine(), await startBare()]
  try {
    const options = { endpoint: engine.url, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }
    const lambda = new LambdaClient(options)
    const create = await functionMaker(options, lambda)
    yield await coldRow('cold start, no imports', lambda, () => create('export const handler = async () => 0'))
    yield await coldRow('cold start, a function that imports S3', lambda, () => create(HANDLER))
    const FunctionName = await create('export const handler = async (event) => event')
    const bytes = await capture(() => new LambdaClient({ ...options, requestHandler: capturingHandler as never }).send(new InvokeCommand({ FunctionName, Payload: '{"a":1}' })))
    await load(bytes, 1, 1000)
    const own = await load(bytes, 1, DURATION_MS)
    const limit = await load({ ...bytes, port: Number(new URL(bare.url).port) }, 1, DURATION_MS)
    const beyond = own.p50_ms - limit.p50_ms
    yield { what: 'warm invoke beyond a bare round trip, p50', figure: ms(beyond), beside: `${ms(own.p50_ms)} (p99 ${ms(own.p99_ms)}) beside ${ms(limit.p50_ms)} of a bare node:http server` }
    lambda.destroy()
  } finally {
    await engine.stop()
    await bare.stop()
  }
}

/** Makes functions of one ES module each; the role goes with them. */
async function functionMaker(options: ConstructorParameters<typeof IAMClient>[0] & object, lambda: LambdaClient): Promise<(text: string) => Promise<string>> {
  const iam = new IAMClient(options)
  const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] })
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: 'bench', AssumeRolePolicyDocument }))
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'logs:*', Resource: '*' }] })
  await iam.send(new PutRolePolicyCommand({ RoleName: 'bench', PolicyName: 'logs', PolicyDocument }))
  iam.destroy()
  let count = 0
  return async (text) => {
    const FunctionName = `bench-${++count}`
    const Code = { ZipFile: zip({ 'index.mjs': text }) }
    await lambda.send(new CreateFunctionCommand({ FunctionName, Runtime: 'nodejs24.x', Handler: 'index.handler', Role: Role!.Arn!, Code, MemorySize: 256 }))
    return FunctionName
  }
}

/** The first invocation of `COLD_STARTS` functions, less what each says that its own imports took. */
async function coldRow(what: string, lambda: LambdaClient, create: () => Promise<string>): Promise<Row> {
  const beyond: number[] = []
  const whole: number[] = []
  for (let i = -2; i < COLD_STARTS; i++) {
    const FunctionName = await create()
    const began = performance.now()
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName }))
    const taken = performance.now() - began
    // The first ones find nothing compiled, as after an installation.
    if (i < 0) continue
    whole.push(taken)
    beyond.push(taken - Number(Buffer.from(Payload!).toString()))
  }
  for (const all of [whole, beyond]) all.sort((a, b) => a - b)
  return { what: `${what}, p50 / p99`, figure: `${ms(percentile(beyond, 0.5))} / ${ms(percentile(beyond, 0.99))}`, beside: `beyond its own imports; ${ms(percentile(whole, 0.5))} in all` }
}

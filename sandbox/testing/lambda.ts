import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { CreateFunctionCommand, InvokeCommand, LambdaClient, type CreateFunctionCommandInput } from '@aws-sdk/client-lambda'
import { strToU8, zipSync } from 'fflate'
import { createTestEngine, type TestEngine } from './engine.ts'
import type { Clock } from '../emulator/kernel/clock.ts'

/** An engine with a role that Lambda may assume, and short ways to make and run functions. */
export interface LambdaFixture extends AsyncDisposable {
  readonly engine: TestEngine
  readonly client: LambdaClient
  readonly role: string
  create(files: Record<string, string>, options?: Partial<CreateFunctionCommandInput>): Promise<string>
  invoke(name: string, event?: unknown): Promise<Answer>
}

export interface Answer {
  readonly value: unknown
  readonly error: string | undefined
  readonly log: string
}

export const zip = (files: Record<string, string>) =>
  zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)])))

export async function lambdaFixture(options: { clock?: Clock; inspect?: number } = {}): Promise<LambdaFixture> {
  const engine = await createTestEngine(options)
  const client = new LambdaClient({ ...engine.client, maxAttempts: 1 })
  const role = await makeRole(engine)
  let count = 0
  return {
    engine,
    client,
    role,
    async create(files, more = {}) {
      const FunctionName = more.FunctionName ?? `function-${++count}`
      await client.send(
        new CreateFunctionCommand({
          Runtime: 'nodejs24.x', Handler: 'index.handler', Role: role, Timeout: 10, Code: { ZipFile: zip(files) }, ...more, FunctionName,
        }),
      )
      return FunctionName
    },
    async invoke(name, event = {}) {
      const answer = await client.send(new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event), LogType: 'Tail' }))
      return {
        value: JSON.parse(Buffer.from(answer.Payload ?? []).toString()),
        error: answer.FunctionError,
        log: Buffer.from(answer.LogResult ?? '', 'base64').toString(),
      }
    },
    async [Symbol.asyncDispose]() {
      client.destroy()
      await engine.stop()
    },
  }
}

async function makeRole(engine: TestEngine): Promise<string> {
  const iam = new IAMClient(engine.client)
  const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: 'function', AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }) }),
  )
  const all = { Effect: 'Allow', Action: ['kinesis:*', 'logs:*', 's3:*'], Resource: '*' }
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [all] })
  await iam.send(new PutRolePolicyCommand({ RoleName: 'function', PolicyName: 'all', PolicyDocument }))
  iam.destroy()
  return Role!.Arn!
}

import { healthOf } from './support/health.ts'
import { endpointRows, paint, print, printJson, table } from './support/output.ts'
import { findTarget, type Target, type TargetOptions } from './support/target.ts'

/** `sandbox status`: where the sandbox is, what stands on it, and how it does. */
export async function status(options: TargetOptions & { readonly json?: boolean }): Promise<void> {
  const target = await findTarget(options)
  try {
    const { session, stack } = target
    const health = session.engine === 'aws' ? undefined : await healthOf(session.endpoints.edge)
    const [functions, mappings, buckets, streams] = await Promise.all([
      functionsOf(target), mappingsOf(target), bucketsOf(target), streamsOf(target),
    ])
    if (options.json)
      return printJson({ engine: session.engine, endpoints: session.endpoints, health, stack: stack.name, outputs: stack.outputs, functions, mappings, buckets, streams })
    print(`${paint('green', 'Running')} on the ${session.engine} engine (${session.endpoints.region}, account ${stack.account}${health && session.engine === 'embedded' ? `, process ${health.pid}` : ''}).`)
    print(table([...endpointRows(session.endpoints), ...Object.entries(stack.outputs)]))
    for (const [title, rows] of [['Functions', functions], ['Mappings', mappings], ['Buckets', buckets], ['Streams', streams]] as const)
      print(`\n${paint('bold', title)}\n${table(rows)}`)
  } finally {
    await target.clients.destroy()
  }
}

type Rows = readonly (readonly [name: string, value: string])[]

/** One row for each resource of a type; what cannot be had is said in its row. */
async function rowsOf({ stack }: Target, type: string, describe: (ref: string) => Promise<string>): Promise<Rows> {
  const found = Object.values(stack.resources).filter((resource) => resource.type === type)
  return Promise.all(
    found.map(async ({ ref }) => {
      const value = await describe(ref).catch((error: Error) => `${error.name}: ${error.message}`)
      return [ref, value] as const
    }),
  )
}

const functionsOf = (target: Target) =>
  rowsOf(target, 'AWS::Lambda::Function', async (FunctionName) => {
    const { GetFunctionConfigurationCommand } = await import('@aws-sdk/client-lambda')
    const found = await (await target.clients.lambda()).send(new GetFunctionConfigurationCommand({ FunctionName }))
    const runsOn = found.Runtime?.startsWith('nodejs') && target.session.engine === 'embedded' ? ` (runs on Node ${process.version})` : ''
    return `${found.State ?? 'unknown'}, ${found.Runtime}${runsOn}, ${found.MemorySize} MB, ${found.Timeout} s`
  })

const mappingsOf = (target: Target) =>
  rowsOf(target, 'AWS::Lambda::EventSourceMapping', async (UUID) => {
    const { GetEventSourceMappingCommand } = await import('@aws-sdk/client-lambda')
    const found = await (await target.clients.lambda()).send(new GetEventSourceMappingCommand({ UUID }))
    return `${found.State}, batches of ${found.BatchSize}, last result: ${found.LastProcessingResult ?? 'none'}`
  })

const bucketsOf = (target: Target) =>
  rowsOf(target, 'AWS::S3::Bucket', async (Bucket) => {
    const { paginateListObjectsV2 } = await import('@aws-sdk/client-s3')
    let count = 0
    for await (const page of paginateListObjectsV2({ client: await target.clients.s3() }, { Bucket })) count += page.KeyCount ?? 0
    return `${count} object${count === 1 ? '' : 's'}`
  })

const streamsOf = (target: Target) =>
  rowsOf(target, 'AWS::Kinesis::Stream', async (StreamName) => {
    const { DescribeStreamSummaryCommand } = await import('@aws-sdk/client-kinesis')
    const { StreamDescriptionSummary: found } = await (await target.clients.kinesis()).send(new DescribeStreamSummaryCommand({ StreamName }))
    return `${found?.StreamStatus}, ${found?.OpenShardCount} shards, ${found?.StreamModeDetails?.StreamMode}`
  })

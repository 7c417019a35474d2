import type { Progress } from './processed.ts'
import type { Target } from './target.ts'

/** What arrived where and what did not, line by line, for a person who waited in vain. */
export async function explainMissing(target: Target, missing: readonly Progress[]): Promise<string[]> {
  const lines = missing.flatMap(describe)
  lines.push(...(await mappingLines(target)))
  return lines
}

function describe({ name, state, source, result }: Progress): string[] {
  const lines = [source ? `uploads/${name}: there, written ${source.modified.toISOString()}` : `uploads/${name}: not there; upload it first`]
  if (state === 'not processed') lines.push(`processed/${name}: not there`)
  if (state === 'stale') lines.push(`processed/${name}: from an earlier upload, written ${result!.modified.toISOString()}`)
  if (state === 'wrong text') lines.push(`processed/${name}: there, but it is not the upload's text in capitals`)
  if (state === 'not uploaded' && result) lines.push(`processed/${name}: there, written ${result.modified.toISOString()}`)
  return lines
}

async function mappingLines({ clients, stack }: Target): Promise<string[]> {
  const { GetEventSourceMappingCommand } = await import('@aws-sdk/client-lambda')
  const lambda = await clients.lambda()
  const mappings = Object.entries(stack.resources).filter(([, { type }]) => type === 'AWS::Lambda::EventSourceMapping')
  return Promise.all(
    mappings.map(async ([logicalId, { ref }]) => {
      try {
        const { State, LastProcessingResult } = await lambda.send(new GetEventSourceMappingCommand({ UUID: ref }))
        return `event source mapping ${logicalId}: ${State}${LastProcessingResult ? `, last result: ${LastProcessingResult}` : ''}`
      } catch (error) {
        return `event source mapping ${logicalId}: ${(error as Error).message}`
      }
    }),
  )
}

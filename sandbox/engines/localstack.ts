import { EngineError, type Engine } from './engine.ts'

export const localstack: Engine = {
  name: 'localstack',
  start: () => Promise.reject(new EngineError('The localstack engine is not there yet. Use --engine embedded.')),
}

export async function composeDown(): Promise<void> {
  throw new EngineError('The localstack engine is not there yet.')
}

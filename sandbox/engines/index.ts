import { EngineError, type Engine } from './engine.ts'

/** The engine of this name, loaded when it is asked for. */
export async function engineNamed(name: string): Promise<Engine> {
  if (name === 'embedded') return (await import('./embedded.ts')).embedded
  if (name === 'localstack') return (await import('./localstack.ts')).localstack
  throw new EngineError(`There is no engine "${name}". Use embedded or localstack.`)
}

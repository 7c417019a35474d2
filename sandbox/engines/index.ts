import type { Endpoints } from '../stack/clients.ts'
import { EngineError, type Engine } from './engine.ts'

/** The engine of this name that runs on this machine, loaded when it is asked for. */
export async function engineNamed(name: string): Promise<Engine<Endpoints>> {
  if (name === 'embedded') return (await import('./embedded.ts')).embedded
  if (name === 'localstack') return (await import('./localstack.ts')).localstack
  throw new EngineError(`There is no engine "${name}". Use embedded, localstack or aws.`)
}

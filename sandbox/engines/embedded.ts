import { startEmulator } from '../emulator/index.ts'
import type { Endpoints } from '../stack/clients.ts'
export type { ActiveFault, FaultRule, HttpRequest, HttpResponse, Quotas } from '../emulator/index.ts'
import { EngineError, type Engine } from './engine.ts'

/** In the order in which a stack asks for them: they load while the process that seeds loads its clients. */
const SEEDED = ['sts', 'iam', 's3', 'kinesis', 'cognito', 'lambda', 'apigateway', 'logs']

/** Our own emulator, in this process. */
export const embedded: Engine<Endpoints> = {
  name: 'embedded',
  async start({ port, onProgress, ...settings }) {
    try {
      const emulator = await startEmulator({ ...settings, port, log: onProgress })
      const { endpoint } = emulator
      const { region } = settings
      // A service that does not load says so to whoever asks for it.
      emulator.preload(SEEDED).catch(() => {})
      return { name: 'embedded', endpoints: { aws: endpoint, edge: endpoint, region }, pid: process.pid, isFresh: emulator.isFresh, stop: () => emulator.stop() }
    } catch (error) {
      throw explain(error, port)
    }
  },
}

function explain(error: unknown, port: number): unknown {
  const { code, name, message } = error as NodeJS.ErrnoException
  if (name === 'StateError') return new EngineError(message)
  if (code === 'EADDRINUSE')
    return new EngineError(`Port ${port} is in use. Stop what listens there, or choose another with --port (0 picks a free one).`)
  if (code === 'EACCES') return new EngineError(`Port ${port} may not be used by this user. Choose one above 1023 with --port.`)
  return error
}

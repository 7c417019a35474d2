import { startEmulator } from '../emulator/index.ts'
import { EngineError, type Engine } from './engine.ts'

/** Our own emulator, in this process. */
export const embedded: Engine = {
  name: 'embedded',
  async start({ port, region, signatures = 'verify', limits = 'off', onProgress }) {
    try {
      const emulator = await startEmulator({ port, region, signatures, limits, log: onProgress })
      const { endpoint } = emulator
      return { name: 'embedded', endpoints: { aws: endpoint, edge: endpoint, region }, pid: process.pid, stop: () => emulator.stop() }
    } catch (error) {
      throw explain(error, port)
    }
  },
}

function explain(error: unknown, port: number): unknown {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'EADDRINUSE')
    return new EngineError(`Port ${port} is in use. Stop what listens there, or choose another with --port (0 picks a free one).`)
  if (code === 'EACCES') return new EngineError(`Port ${port} may not be used by this user. Choose one above 1023 with --port.`)
  return error
}

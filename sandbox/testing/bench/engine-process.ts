import { startEmulator } from '../../emulator/index.ts'

const emulator = await startEmulator({ port: 0, log: (line) => process.stderr.write(`${line}\n`) })
process.stdout.write(`${emulator.endpoint}\n`)
process.once('SIGTERM', () => void emulator.stop().then(() => process.exit(0)))

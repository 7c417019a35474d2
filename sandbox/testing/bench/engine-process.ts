import { startEmulator } from '../../emulator/index.ts'

const signatures = process.argv.includes('signatures=off') ? 'off' : 'verify'
const emulator = await startEmulator({ port: 0, signatures, log: (line) => process.stderr.write(`${line}\n`) })
process.stdout.write(`${emulator.endpoint}\n`)
const stop = () => void emulator.stop().then(() => process.exit(0))
process.once('SIGTERM', stop)
process.stdin.resume().once('end', stop)

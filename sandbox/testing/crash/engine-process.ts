import { startEmulator } from '../../emulator/index.ts'

/** An engine with its state in a folder, in a process that can be killed; says where it is. */
const emulator = await startEmulator({ port: 0, state: { directory: process.argv[2]! }, log: (line) => process.stderr.write(`${line}\n`) })
process.send!(emulator.endpoint)
process.on('disconnect', () => process.exit())

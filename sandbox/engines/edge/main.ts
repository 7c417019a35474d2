import { startEmulator } from '../../emulator/index.ts'

/** The edge container's program: Cognito and the HTTP API here, everything else at `SANDBOX_UPSTREAM`. */
const { SANDBOX_UPSTREAM: upstream, SANDBOX_PUBLIC_URL: publicUrl, AWS_REGION: region = 'us-east-1' } = process.env
if (!upstream) {
  process.stderr.write('SANDBOX_UPSTREAM is not set: it names the endpoint that has Lambda.\n')
  process.exit(2)
}

const emulator = await startEmulator({
  port: 4567,
  // Inside its container: only the published port, which compose binds to loopback, leads here.
  host: '0.0.0.0',
  region,
  services: ['cognito', 'apigateway', 'restapis'],
  // Users, roles and their keys are LocalStack's, which enforces none of them: here neither.
  signatures: 'off',
  iam: 'off',
  upstream,
  ...(publicUrl ? { publicUrl } : {}),
  log: (line) => process.stderr.write(`${line}\n`),
})
process.stdout.write(`edge listens on ${emulator.port}, upstream ${upstream}\n`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void emulator.stop().then(() => process.exit(0)))
}

// npm run test:localstack: the shared suite on the LocalStack engine, and what only containers can do. Where Docker or the
// image is missing it is skipped, with a line that says so; --required makes that a failure, for where both have to be there.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const TESTS = ['sandbox/testing/e2e/engine.test.ts', 'sandbox/testing/e2e/localstack.test.ts']

const args = process.argv.slice(2)
const missing = whatIsMissing()
if (missing === undefined) process.exitCode = runTests(args.filter((arg) => arg !== '--required'))
else {
  process.stdout.write(`Skipped: no test was run on LocalStack. ${missing}\n`)
  process.exitCode = args.includes('--required') ? 1 : 0
}

/** The first thing that is not there, in a sentence. */
function whatIsMissing(): string | undefined {
  if (says('docker', '--version') === undefined) return 'There is no docker command on the PATH.'
  if (says('docker', 'info', '--format', '{{.ServerVersion}}') === undefined) return 'The Docker daemon does not answer.'
  if (says('docker', 'compose', 'version') === undefined) return 'This Docker has no compose plugin.'
  const image = says('docker', 'compose', '--file', join(ROOT, 'docker-compose.yml'), 'config', '--images')?.split('\n').find((name) => name.startsWith('localstack/'))
  if (image === undefined) return undefined
  return says('docker', 'image', 'inspect', image) === undefined ? `The image ${image} is not here. Get it with: docker pull ${image}` : undefined
}

/** What a program prints; undefined where it fails or is not there. */
function says(command: string, ...given: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync(command, given, { encoding: 'utf8' })
  return status === 0 ? stdout : undefined
}

/** One file after the other: each has containers of its own, and a small machine is busy with one set. */
function runTests(more: readonly string[]): number {
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs')
  const env = { ...process.env, SANDBOX_E2E_ENGINE: 'localstack' }
  return spawnSync(process.execPath, [vitest, 'run', '--no-file-parallelism', ...TESTS, ...more], { cwd: ROOT, env, stdio: 'inherit' }).status ?? 1
}

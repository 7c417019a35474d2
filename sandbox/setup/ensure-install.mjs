// Installs from the lock file when node_modules is missing or older than the lock. Runs on whatever Node is there.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const lock = join(root, 'package-lock.json')
const installed = join(root, 'node_modules', '.package-lock.json')
const node = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node')

const isFresh = existsSync(installed) && existsSync(node) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs
if (!isFresh) {
  console.error('Installing the packages of package-lock.json (once).')
  const npm = process.env.npm_execpath
  const [command, args] = npm ? [process.execPath, [npm]] : ['npm', []]
  const result = spawnSync(command, [...args, 'ci', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: !npm && process.platform === 'win32',
  })
  if (result.status !== 0) {
    console.error('npm ci failed: the packages could not be installed. Check the network and the lines above, then try again.')
    process.exit(result.status ?? 1)
  }
}

import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ROOT, Workplace } from '../cli.ts'

const PROGRAM = join(ROOT, 'sandbox/testing/e2e/localstack.ts')

/** A `docker` that fails where its arguments begin like this, and tells of one image. */
const dockerWithout = (what: string) => `#!/bin/sh\ncase "$*" in "${what}"*) exit 1 ;; *--images) echo pipeline-sandbox-edge; echo localstack/localstack:4.14.0 ;; esac\n`

describe.skipIf(process.platform === 'win32')('npm run test:localstack is skipped, and says why', () => {
  test.each([
    ['--version', 'There is no docker command on the PATH.'],
    ['info', 'The Docker daemon does not answer.'],
    ['compose version', 'This Docker has no compose plugin.'],
    ['image inspect', 'The image localstack/localstack:4.14.0 is not here. Get it with: docker pull localstack/localstack:4.14.0'],
  ])('where "docker %s" fails', async (what, why) => {
    await using place = new Workplace()
    writeFileSync(join(place.directory, 'docker'), dockerWithout(what))
    chmodSync(join(place.directory, 'docker'), 0o755)
    const skipped = { stdout: `Skipped: no test was run on LocalStack. ${why}\n`, stderr: '' }
    const run = (...args: string[]) => place.exec(process.execPath, [PROGRAM, ...args], { PATH: place.directory })
    expect(await run()).toEqual({ code: 0, ...skipped })
    expect(await run('--required')).toEqual({ code: 1, ...skipped })
  })

  test('where there is no Docker at all', async () => {
    await using place = new Workplace()
    expect(await place.exec(process.execPath, [PROGRAM], { PATH: place.directory })).toMatchObject({ code: 0, stdout: 'Skipped: no test was run on LocalStack. There is no docker command on the PATH.\n' })
  })
})

import { createSandbox } from '../../index.ts'
import { middleOf } from './repeat.ts'
import { ms, type Row } from './row.ts'

const RUNS = 7

/** What a test suite waits for: a sandbox, a namespace, and the way back to a saved state. The first run of each is left out. */
export async function* libraryRows(): AsyncGenerator<Row> {
  const whole = await middleOf(RUNS, async () => {
    const began = performance.now()
    const sandbox = await createSandbox()
    const took = performance.now() - began
    await sandbox.stop()
    return took
  })
  yield { what: 'createSandbox: start to seeded', figure: ms(whole), beside: 'once a test file, in a process that has it loaded' }
  await using sandbox = await createSandbox()
  const namespace = await middleOf(RUNS, async () => {
    const began = performance.now()
    const one = await sandbox.namespace()
    const took = performance.now() - began
    await one.stop()
    return took
  })
  yield { what: 'namespace: asked for to seeded', figure: ms(namespace), beside: `${(whole / namespace).toFixed(1)} in the time of a sandbox of its own` }
  for (let n = 0; n < 5; n++) await sandbox.processed(await sandbox.upload(`demo ${n}`))
  const saved = await sandbox.checkpoint()
  const restore = await middleOf(RUNS, () => timed(() => saved.restore()))
  yield { what: "checkpoint: restore of the demo's state", figure: ms(restore), beside: `of at most 200 ms; ${Math.round(saved.bytes.length / 1024)} KiB` }
  const save = await middleOf(RUNS, () => timed(() => sandbox.checkpoint()))
  yield { what: "checkpoint: save of the demo's state", figure: ms(save), beside: `${(save / restore).toFixed(1)} × the restore` }
  const reset = await middleOf(RUNS, () => timed(() => sandbox.reset()))
  yield { what: 'reset: back to the seeded state', figure: ms(reset), beside: 'before each test' }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

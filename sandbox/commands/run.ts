import { writeJunit, type Step } from './support/junit.ts'
import { bringUp, stopAfter, untilStopped, type Up, type UpOptions } from './support/lifecycle.ts'
import { note, paint, print, printJson } from './support/output.ts'
import type { SignInOptions } from './support/pipeline.ts'
import type { StoredText } from './support/processed.ts'
import { fixture } from './support/stack.ts'
import { EXIT, UserError } from './support/user-error.ts'
import { summary } from './up.ts'
import { deadlineOf } from './wait.ts'

export interface RunOptions extends UpOptions, SignInOptions {
  readonly file?: string
  readonly once?: boolean
  readonly timeout?: string
  readonly junit?: string
}

/** `sandbox run`: the whole pipeline once, from nothing to a result on the screen; then the sandbox stays up. */
export async function run(options: RunOptions): Promise<void> {
  const steps: Step[] = []
  const step = stepper(steps, !options.json)
  let started: Up | undefined
  const stopped = untilStopped()
  try {
    started = await step('start', async () => [await bringUp(options), ''])
    const interrupted = stopped.then(() => Promise.reject(new UserError('Stopped before the result was there.', EXIT.pipelineFailed)))
    const result = await Promise.race([through(started, options, step), interrupted])
    if (options.json) printJson({ steps, outputs: started.stack.outputs, result })
    else print(`\n${result.text}`)
  } catch (error) {
    await started?.stop()
    throw error
  } finally {
    if (options.junit) writeJunit(options.junit, 'pipeline', steps)
  }
  started.client.end()
  if (!options.once && started.session.engine === 'aws') print(`\n${summary(started)}`)
  else if (!options.once) {
    if (!options.json) print(`\n${summary(started)}\n\n${paint('dim', 'The sandbox stays up. Ctrl-C stops it.')}`)
    return stopAfter(started, stopped)
  }
  await started.stop()
}

type Stepper = <T>(name: string, work: () => Promise<readonly [T, detail: string]>) => Promise<T>

async function through({ client }: Up, options: RunOptions, step: Stepper): Promise<StoredText> {
  const file = options.file ?? fixture('uploads/demo.txt')
  const tokens = await step('token', async () => {
    const signed = await client.signIn({ ...options })
    return [signed, signed.user]
  })
  const uploaded = await step('upload', async () => {
    const posted = await client.postFile(tokens.accessToken, file)
    return [posted, posted.key]
  })
  return step('processed', async () => {
    const progress = await client.untilProcessed(uploaded.key.replace(/^uploads\//, ''), deadlineOf(options.timeout))
    if (progress.state === 'done') return [progress.result!, `${progress.result!.key} in bucket ${progress.result!.bucket}`]
    for (const text of await client.explainMissing([progress])) note(text)
    throw new UserError(`Time is up: ${progress.name} was not processed.`, EXIT.timeout)
  })
}

/** Runs a step, times it, and says so as soon as it is done. */
function stepper(steps: Step[], isShown: boolean): Stepper {
  return async (name, work) => {
    const started = performance.now()
    try {
      const [value, detail] = await work()
      const duration_ms = performance.now() - started
      steps.push({ name, duration_ms })
      if (isShown) print(`${paint('green', '✓')} ${name.padEnd(10)} ${paint('dim', `${String(Math.round(duration_ms)).padStart(5)} ms`)}  ${detail}`)
      return value
    } catch (error) {
      steps.push({ name, duration_ms: performance.now() - started, failure: (error as Error).message })
      throw error
    }
  }
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command, CommanderError } from 'commander'
import { packageRoot } from '../package-root.ts'
import { addAws, addExport } from './program/elsewhere.ts'
import { addInspection, addPolicies } from './program/inspection.ts'
import { addClient, addExec, addLifecycle } from './program/lifecycle.ts'
import { addPipeline } from './program/pipeline.ts'
import { addCheckpoints, addClock, addFaults } from './program/state.ts'
import { addLabs } from './program/teaching.ts'
import { explainError } from './support/explain-error.ts'

/** The commander program: argv to one file a verb, loaded when it is called. */
export function createProgram(): Command {
  const program = new Command('sandbox')
    .description('An AWS serverless pipeline on your machine: Cognito, HTTP API, Lambda, S3 and Kinesis.')
    .version(version())
    .showHelpAfterError('(add --help for what there is)')
    .exitOverride()
  addLifecycle(program)
  addPipeline(program)
  addInspection(program)
  addAws(program)
  addExport(program)
  addPolicies(program)
  addExec(program)
  addCheckpoints(program)
  addClock(program)
  addFaults(program)
  addLabs(program)
  addClient(program)
  program.addHelpText('after', '\nExit codes: 0 ok, 1 the pipeline failed, 2 usage, 3 could not start, 4 template invalid, 5 time-out.\n\nExample:\n  $ sandbox run --once')
  for (const command of program.commands) command.exitOverride()
  return program
}

/** Parses and runs; ends with the exit code that belongs to what happened. */
export async function runProgram(program: Command, argv: readonly string[]): Promise<void> {
  try {
    await program.parseAsync([...argv])
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : 2
      return
    }
    const { message, exitCode } = explainError(error)
    process.stderr.write(`${message}\n`)
    process.exitCode = exitCode
    const trouble = await (await import('./support/containers.ts')).containersInTrouble()
    if (trouble) process.stderr.write(`${trouble}\n`)
  }
}

function version(): string {
  const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string }
  return version
}

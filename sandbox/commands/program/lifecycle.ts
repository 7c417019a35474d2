import { type Command } from 'commander'
import { example, jsonOption, parameterOption, portOption, startOptions, stateOptions, targetOptions, userOptions, yesOption } from './options.ts'

export function addLifecycle(program: Command): void {
  example(stateOptions(startOptions(program.command('up'))).description('start the sandbox, seed the stack, stay until Ctrl-C'), 'sandbox up --port 0')
    .action(async (options) => (await import('../up.ts')).up(options))
  const run = stateOptions(startOptions(program.command('run', { isDefault: true }))).description('up, then one upload through the whole pipeline, with its result')
  userOptions(run)
    .option('--file <file>', 'what to upload (default: a demo text)')
    .option('--once', 'stop and exit after the result, for CI')
    .option('--timeout <seconds>', 'how long to wait for the result (default: 30)')
    .option('--junit <file>', 'write the steps as a JUnit report')
  example(run, 'sandbox run --once --junit report.xml').action(async (options) => (await import('../run.ts')).run(options))
  example(targetOptions(program.command('seed')).addOption(parameterOption()).addOption(yesOption()).description('make the template\'s resources and the demo users exist; safe to repeat'), 'sandbox seed --template my-template.yaml')
    .action(async (options) => (await import('../seed.ts')).seed(options))
  example(targetOptions(program.command('reset')).addOption(parameterOption()).description('forget all resources and data, then seed again'), 'sandbox reset')
    .action(async (options) => (await import('../reset.ts')).reset(options))
  const down = targetOptions(program.command('down')).description('stop the running sandbox').option('--keep', 'leave stopped containers, with their network and volume, to be looked at (localstack)')
  example(down, 'sandbox down')
    .action(async (options) => (await import('../down.ts')).down(options))
}

export function addExec(program: Command): void {
  const exec = startOptions(program.command('exec'), ['embedded', 'localstack']).description('run a command on a sandbox of its own, and end with its exit code')
    .argument('<command...>', 'behind --: a program and its arguments')
    .addOption(portOption('a free one'))
    .option('--timeout <seconds>', 'end the command then (default: never)')
    .option('--artifacts <folder>', 'where what happened is put if the command fails (default: .sandbox/artifacts/<time>)')
    .option('--junit <file>', 'write the steps as a JUnit report')
  example(exec, 'sandbox exec -- npx vitest run').action(async (command, options) => (await import('../exec.ts')).exec(command, options))
  const open = program.command('open').description('bring back a sandbox as it was when a command of "sandbox exec" failed')
    .argument('<folder>', 'the artifacts').addOption(portOption()).addOption(jsonOption())
  example(open, 'sandbox open .sandbox/artifacts/2026-01-31T12-00-00Z').action(async (folder, options) => (await import('../open.ts')).open(folder, options))
}

/** For the CLI itself. */
export function addClient(program: Command): void {
  program.command('client', { hidden: true }).action(async () => (await import('../support/client-work.ts')).client())
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Argument, Command, CommanderError, Option } from 'commander'
import { packageRoot } from '../package-root.ts'
import { BAD_TOKEN_KINDS, badTokenHelp } from './support/bad-token-kinds.ts'
import { explainError } from './support/explain-error.ts'
import { addParameters } from './support/parameters.ts'

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

const yes = () => new Option('--yes', 'answer every question with yes, where there is nobody to ask (aws)')

const json = () => new Option('--json', 'print JSON for programs')

function stackOptions(command: Command): Command {
  return command
    .option('--template <file>', 'SAM or CloudFormation template (default: the package\'s own)')
    .option('--stack-name <name>', 'name of the stack (default: pipeline-sandbox)')
    .option('--users <file>', 'demo users: a JSON list of {"email", "password", "name"}')
    .option('--region <region>', 'AWS region (default: AWS_REGION, else us-east-1)')
}

/** For the verbs that seed; as in SAM, several may follow. */
function parameterOption(): Option {
  return new Option('--parameter-overrides <Key=Value...>', 'values for the template\'s parameters').argParser(addParameters)
}

function startOptions(command: Command): Command {
  return stackOptions(command)
    .addOption(parameterOption())
    .addOption(new Option('--engine <engine>', 'where the pipeline runs (default: SANDBOX_ENGINE, else embedded)').choices(['embedded', 'localstack', 'aws']))
    .addOption(yes())
    .addOption(new Option('--signatures <mode>', 'verify requests as AWS does, or take any key for the account\'s root (default: verify)').choices(['verify', 'off']))
    .addOption(new Option('--iam <mode>', 'let policies decide who may do what, or only note in the journal what they would refuse (default: enforce)').choices(['enforce', 'audit', 'off']).env('SANDBOX_IAM'))
    .addOption(new Option('--limits <mode>', 'keep AWS\'s rates and quotas, for labs and tests of throttling (default: off)').choices(['off', 'aws']))
    .option('--state <folder>', 'where everything is kept for the next start (default: .sandbox/state)')
    .option('--ephemeral', 'keep nothing')
    .option('--fsync', 'wait for the disk at each write: a power loss too then costs nothing')
    .addOption(new Option('--token-issuer <address>', 'who tokens say they are from: the pool\'s address at AWS, or here, where any client can fetch its keys (default: aws)').choices(['aws', 'local']).env('SANDBOX_TOKEN_ISSUER'))
    .addOption(new Option('--otlp <url>', 'send traces to an OpenTelemetry collector (OTLP over HTTP)').env('OTEL_EXPORTER_OTLP_ENDPOINT'))
    .option('--inspect [port]', 'let debuggers attach to the functions, from this port on (default: 9229)')
    .option('--port <port>', 'port to listen on; 0 picks a free one (default: 4566)')
    .addOption(json())
}

function targetOptions(command: Command): Command {
  return stackOptions(command)
    .option('--endpoint <url>', 'the running sandbox (default: the one started in this folder, else http://127.0.0.1:4566)')
    .addOption(json())
}

function userOptions(command: Command): Command {
  return command
    .option('--user <email>', 'who signs in (default: the first demo user)')
    .option('--password <password>', 'for a user who is not in the users file')
}

function example(command: Command, text: string): Command {
  return command.addHelpText('after', `\nExample:\n  $ ${text}`)
}

function addLifecycle(program: Command): void {
  example(startOptions(program.command('up')).description('start the sandbox, seed the stack, stay until Ctrl-C'), 'sandbox up --port 0')
    .action(async (options) => (await import('./up.ts')).up(options))
  const run = startOptions(program.command('run', { isDefault: true })).description('up, then one upload through the whole pipeline, with its result')
  userOptions(run)
    .option('--file <file>', 'what to upload (default: a demo text)')
    .option('--once', 'stop and exit after the result, for CI')
    .option('--timeout <seconds>', 'how long to wait for the result (default: 30)')
    .option('--junit <file>', 'write the steps as a JUnit report')
  example(run, 'sandbox run --once --junit report.xml').action(async (options) => (await import('./run.ts')).run(options))
  example(targetOptions(program.command('seed')).addOption(parameterOption()).addOption(yes()).description('make the template\'s resources and the demo users exist; safe to repeat'), 'sandbox seed --template my-template.yaml')
    .action(async (options) => (await import('./seed.ts')).seed(options))
  example(targetOptions(program.command('reset')).addOption(parameterOption()).description('forget all resources and data, then seed again'), 'sandbox reset')
    .action(async (options) => (await import('./reset.ts')).reset(options))
  const down = targetOptions(program.command('down')).description('stop the running sandbox').option('--keep', 'leave stopped containers, with their network and volume, to be looked at (localstack)')
  example(down, 'sandbox down')
    .action(async (options) => (await import('./down.ts')).down(options))
}

/** For who outgrows one machine. */
function addAws(program: Command): void {
  const destroy = program.command('destroy').description('remove a stack from AWS with all that was made for it: its data, code and logs')
  destroy.addOption(new Option('--engine <engine>', 'aws; here nothing is removed without saying so (default: SANDBOX_ENGINE)').choices(['aws']))
    .option('--stack-name <name>', 'name of the stack (default: pipeline-sandbox)').option('--region <region>', 'AWS region (default: as the AWS CLI has it)')
    .addOption(yes()).addOption(json())
  example(destroy, 'sandbox destroy --engine aws').action(async (options) => (await import('./destroy.ts')).destroy(options))
}

function addExport(program: Command): void {
  const command = program.command('export').description('the same stack for a pipeline of your own')
  command.addArgument(new Argument('<format>').choices(['cloudformation', 'sam', 'terraform', 'cdk'])).requiredOption('--out <folder>', 'where to write it')
    .option('--template <file>', 'SAM or CloudFormation template (default: the package\'s own)').option('--stack-name <name>', 'name of the stack (default: pipeline-sandbox)')
    .option('--region <region>', 'AWS region (default: AWS_REGION, else us-east-1)').addOption(parameterOption()).addOption(json())
  example(command, 'sandbox export terraform --out infrastructure').action(async (format, options) => (await import('./export.ts')).exportStack(format, options))
}

function addExec(program: Command): void {
  const exec = startOptions(program.command('exec')).description('run a command on a sandbox of its own, and end with its exit code')
    .argument('<command...>', 'behind --: a program and its arguments')
    .option('--timeout <seconds>', 'end the command then (default: never)')
    .option('--artifacts <folder>', 'where what happened is put if the command fails (default: .sandbox/artifacts/<time>)')
    .option('--junit <file>', 'write the steps as a JUnit report')
  example(exec, 'sandbox exec -- npx vitest run').action(async (command, options) => (await import('./exec.ts')).exec(command, options))
  const open = program.command('open').description('bring back a sandbox as it was when a command of "sandbox exec" failed')
    .argument('<folder>', 'the artifacts').option('--port <port>', 'port to listen on; 0 picks a free one (default: 4566)').addOption(json())
  example(open, 'sandbox open .sandbox/artifacts/2026-01-31T12-00-00Z').action(async (folder, options) => (await import('./open.ts')).open(folder, options))
}

function addCheckpoints(program: Command): void {
  const checkpoint = program.command('checkpoint').description('save all there is to a file, and go back to it')
  const verb = (name: string, description: string) => targetOptions(checkpoint.command(name)).description(description).exitOverride()
  example(verb('save', 'everything as it is now').argument('<name>'), 'sandbox checkpoint save before-lunch')
    .action(async (name, options) => (await import('./checkpoint.ts')).save(name, options))
  example(verb('restore', 'a saved state in place of all there is').argument('<name>', 'a name, or a file from elsewhere'), 'sandbox checkpoint restore before-lunch')
    .action(async (name, options) => (await import('./checkpoint.ts')).restore(name, options))
  example(verb('list', 'what was saved in this folder'), 'sandbox checkpoint list').action(async (options) => (await import('./checkpoint.ts')).list(options))
  example(verb('diff', 'what was added, changed and removed since').argument('<before>').argument('[after]', 'another one (default: the state now)'), 'sandbox checkpoint diff seeded')
    .action(async (before, after, options) => (await import('./checkpoint.ts')).diff(before, after, options))
  example(verb('remove', 'forget a saved state').argument('<name>'), 'sandbox checkpoint remove before-lunch')
    .action(async (name) => (await import('./checkpoint.ts')).remove(name))
}

function addClock(program: Command): void {
  const clock = targetOptions(program.command('clock')).description('tell the sandbox\'s time, or stop it, move it on, set it going again')
  clock.addArgument(new Argument('[action]').choices(['freeze', 'advance', 'resume', 'reset'])).argument('[by]', 'how far to advance: 500ms, 30s, 5m, 1h, 2d')
  example(clock, 'sandbox clock advance 1h').action(async (action, by, options) => (await import('./clock.ts')).clock(action, by, options))
}

function addFaults(program: Command): void {
  const fault = program.command('fault').description('let something go wrong on purpose: errors, latency, lost connections, crashes')
  const verb = (name: string, description: string) => targetOptions(fault.command(name)).description(description).exitOverride()
  const add = verb('add', 'from now on').argument('[target]', 'a service, or one operation of it: s3, kinesis:PutRecords')
  add.option('--resource <arn>', 'only calls on this, with * and ?').option('--account <number>', 'only calls of this account')
    .option('--error <code>', 'an error of the service: SlowDown, ThrottlingException, …').option('--message <text>', 'its message').option('--status <number>', 'its status')
    .option('--latency <time>', 'answer late: 200ms, 3s')
    .addOption(new Option('--drop <what>', 'end the connection before the request is read, or instead of the answer').choices(['request', 'answer']))
    .option('--fail-records <which>', 'refuse some records of PutRecords: 0,2 or 50%')
    .option('--duplicate', 'mappings deliver a batch twice').option('--crash', 'functions crash').option('--time-out', 'functions run out of time')
    .option('--anchor-delay <time>', 'mappings at LATEST begin late')
    .option('--nth <numbers>', 'only these of the calls: 1 or 2,4').option('--every <number>', 'only each so many').option('--times <number>', 'not more often')
    .option('--probability <number>', 'by chance, from 0 to 1').option('--seed <text>', 'what the chance is drawn from')
  const examples = ['s3:PutObject --error SlowDown --times 2', 'kinesis:PutRecords --fail-records 50%', 's3 --latency 300ms', "--crash --resource '*:function:*-processor' --nth 1", '--duplicate --times 1']
  add.addHelpText('after', `\nExamples:${examples.map((text) => `\n  $ sandbox fault add ${text}`).join('')}`)
  add.action(async (target, options) => (await import('./fault.ts')).add(target, options))
  example(verb('list', 'what goes wrong, and how often it did'), 'sandbox fault list').action(async (options) => (await import('./fault.ts')).list(options))
  example(verb('clear', 'one, or all').argument('[id]'), 'sandbox fault clear fault-1').action(async (id, options) => (await import('./fault.ts')).clear(id, options))
}

function addLabs(program: Command): void {
  const lab = program.command('lab').description('learn by repairing: a fault, hints, and a check of what you did')
  const verb = (name: string, description: string) => targetOptions(lab.command(name)).description(description).exitOverride()
  example(verb('list', 'all labs'), 'sandbox lab list').action(async (options) => (await import('./lab.ts')).list(options))
  example(verb('start', 'break something; all there is is saved first').argument('<name>'), 'sandbox lab start wrong-issuer')
    .action(async (name, options) => (await import('./lab.ts')).start(name, options))
  example(verb('hint', 'the next of three'), 'sandbox lab hint').action(async (options) => (await import('./lab.ts')).hint(options))
  example(verb('check', 'whether it is repaired, and what is still wrong'), 'sandbox lab check').action(async (options) => (await import('./lab.ts')).check(options))
  example(verb('solve', 'show the solution, and apply it'), 'sandbox lab solve').action(async (options) => (await import('./lab.ts')).solve(options))
  const workshop = program.command('workshop').description('a room: one engine, a seat with labs for each person, and a page for the instructor')
  workshop.option('--seats <number>', 'how many (default: 40)').option('--host <address>', 'listen on this address, for others than this machine; 0.0.0.0 is all (default: 127.0.0.1)')
    .option('--port <port>', 'port to listen on; 0 picks a free one (default: 4566)').option('--region <region>', 'AWS region (default: AWS_REGION, else us-east-1)').addOption(json())
  example(workshop, 'sandbox workshop --seats 12 --host 0.0.0.0').action(async (options) => (await import('./workshop.ts')).workshop(options))
  example(verb('stop', 'end the lab and put all back as it was before'), 'sandbox lab stop').action(async (options) => (await import('./lab.ts')).stop(options))
}

/** For the CLI itself. */
function addClient(program: Command): void {
  program.command('client', { hidden: true }).action(async () => (await import('./support/client-work.ts')).client())
}

function addPipeline(program: Command): void {
  const token = userOptions(targetOptions(program.command('token'))).description('print an access token of a demo user')
  token.option('--id', 'the ID token instead').option('--decode', 'show header and claims')
    .addOption(new Option('--bad <kind>', 'a token to be refused, of the kinds below').choices(Object.keys(BAD_TOKEN_KINDS)))
    .addHelpText('after', () => `\nKinds of bad tokens:\n${badTokenHelp()}`)
  example(token, 'curl -H "Authorization: Bearer $(sandbox token)" …').action(async (options) => (await import('./token.ts')).token(options))
  const upload = userOptions(targetOptions(program.command('upload'))).description('post text files to the API').argument('<file...>', 'files to upload')
  upload.option('--name <filename>', 'name to upload one file under (default: its own)').option('--token <jwt>', 'a token to use as it is')
  example(upload, 'sandbox upload notes.txt').action(async (files, options) => (await import('./upload.ts')).upload(files, options))
  const wait = targetOptions(program.command('wait')).description('wait until uploads are processed, or until all work is done').argument('[key...]', 'file names or keys')
  wait.option('--idle', 'until nothing is in flight: no request, invocation, unread record or retry').option('--timeout <seconds>', 'how long to wait (default: 30)')
  example(wait, 'sandbox wait notes.txt --timeout 10').action(async (keys, options) => (await import('./wait.ts')).wait(keys, options))
}

function addPolicies(program: Command): void {
  const why = targetOptions(program.command('why')).description('why a call was refused, or allowed, and the smallest change of the template that would allow it')
  why.argument('[requestId]', 'of any call, or last for the latest that was refused', 'last')
  example(why, 'sandbox why last').action(async (request, options) => (await import('./why.ts')).why(request, options))
  const iam = program.command('iam').description('what roles may do, beside what they did')
  const verb = (name: string, description: string) => targetOptions(iam.command(name)).description(description).exitOverride()
  const suggest = verb('suggest', 'the policies that would have been enough for what was done since the start, for the template')
  suggest.option('--role <name>', 'one role (default: all)').addOption(new Option('--format <format>', 'how to write them').choices(['yaml', 'json']).default('yaml'))
  example(suggest, 'sandbox iam suggest').action(async (options) => (await import('./iam.ts')).suggest(options))
  const gate = verb('gate', 'fail where a role has statements that were not used, or that allow *')
  gate.option('--allow <pattern...>', 'statements that may stay: role/policy/statement, or its last parts, with * for anything')
    .option('--junit <file>', 'write the statements as a JUnit report')
  example(gate, "sandbox iam gate --allow '*/AWSLambdaBasicExecutionRole/*'").action(async (options) => (await import('./iam.ts')).gate(options))
}

function addInspection(program: Command): void {
  example(targetOptions(program.command('status')).description('where the sandbox is, what stands on it, how it does'), 'sandbox status --json')
    .action(async (options) => (await import('./status.ts')).status(options))
  const logs = targetOptions(program.command('logs')).description('what the functions wrote').argument('[function]', 'one function: its name, or upload or processor')
  logs.option('-f, --follow', 'go on as lines come')
  example(logs, 'sandbox logs processor --follow').action(async (name, options) => (await import('./logs.ts')).logs(name, options))
  const trace = targetOptions(program.command('trace')).description('what came of a request: functions, calls, decisions, batches, retries')
  trace.argument('[what]', 'last, a request id, an S3 key (or its last parts), or a trace id', 'last')
  trace.option('--logs', 'also what the functions wrote').option('-f, --follow', 'go on with what comes')
  example(trace, 'sandbox trace notes.txt --logs').action(async (what, options) => (await import('./trace.ts')).trace(what, options))
  example(targetOptions(program.command('env')).description('shell exports for the AWS CLI, SDKs and tests'), 'eval "$(sandbox env)"')
    .action(async (options) => (await import('./env.ts')).env(options))
  example(targetOptions(program.command('doctor')).description('what is wrong and what to do, the most likely cause first').option('--token <jwt>', 'a token that was refused'), 'sandbox doctor')
    .action(async (options) => (await import('./doctor.ts')).doctor(options))
  const coverage = targetOptions(program.command('coverage')).description('which operations of AWS the embedded engine answers')
  example(coverage.argument('[service]', 'one service, operation by operation'), 'sandbox coverage s3')
    .action(async (service, options) => (await import('./coverage.ts')).coverage(service, options))
}

import { Option, type Command } from 'commander'
import { example, targetOptions, verbsOf } from './options.ts'

export function addInspection(program: Command): void {
  example(targetOptions(program.command('status')).description('where the sandbox is, what stands on it, how it does'), 'sandbox status --json')
    .action(async (options) => (await import('../status.ts')).status(options))
  const logs = targetOptions(program.command('logs')).description('what the functions wrote').argument('[function]', 'one function: its name, or upload or processor')
  logs.option('-f, --follow', 'go on as lines come')
  example(logs, 'sandbox logs processor --follow').action(async (name, options) => (await import('../logs.ts')).logs(name, options))
  const trace = targetOptions(program.command('trace')).description('what came of a request: functions, calls, decisions, batches, retries')
  trace.argument('[what]', 'last, a request id, an S3 key (or its last parts), or a trace id', 'last')
  trace.option('--logs', 'also what the functions wrote').option('-f, --follow', 'go on with what comes')
  example(trace, 'sandbox trace notes.txt --logs').action(async (what, options) => (await import('../trace.ts')).trace(what, options))
  example(targetOptions(program.command('env')).description('shell exports for the AWS CLI, SDKs and tests'), 'eval "$(sandbox env)"')
    .action(async (options) => (await import('../env.ts')).env(options))
  example(targetOptions(program.command('doctor')).description('what is wrong and what to do, the most likely cause first').option('--token <jwt>', 'a token that was refused'), 'sandbox doctor')
    .action(async (options) => (await import('../doctor.ts')).doctor(options))
  const coverage = targetOptions(program.command('coverage')).description('which operations of AWS the embedded engine answers')
  example(coverage.argument('[service]', 'one service, operation by operation'), 'sandbox coverage s3')
    .action(async (service, options) => (await import('../coverage.ts')).coverage(service, options))
}

export function addPolicies(program: Command): void {
  const why = targetOptions(program.command('why')).description('why a call was refused, or allowed, and the smallest change of the template that would allow it')
  why.argument('[requestId]', 'of any call, or last for the latest that was refused', 'last')
  example(why, 'sandbox why last').action(async (request, options) => (await import('../why.ts')).why(request, options))
  const iam = program.command('iam').description('what roles may do, beside what they did')
  const verb = verbsOf(iam)
  const suggest = verb('suggest', 'the policies that would have been enough for what was done since the start, for the template')
  suggest.option('--role <name>', 'one role (default: all)').addOption(new Option('--format <format>', 'how to write them').choices(['yaml', 'json']).default('yaml'))
  example(suggest, 'sandbox iam suggest').action(async (options) => (await import('../iam.ts')).suggest(options))
  const gate = verb('gate', 'fail where a role has statements that were not used, or that allow *')
  gate.option('--allow <pattern...>', 'statements that may stay: role/policy/statement, or its last parts, with * for anything')
    .option('--junit <file>', 'write the statements as a JUnit report')
  example(gate, "sandbox iam gate --allow '*/AWSLambdaBasicExecutionRole/*'").action(async (options) => (await import('../iam.ts')).gate(options))
}

import { Argument, Option, type Command } from 'commander'
import { example, targetOptions, verbsOf } from './options.ts'

export function addCheckpoints(program: Command): void {
  const checkpoint = program.command('checkpoint').description('save all there is to a file, and go back to it')
  const verb = verbsOf(checkpoint)
  example(verb('save', 'everything as it is now').argument('<name>'), 'sandbox checkpoint save before-lunch')
    .action(async (name, options) => (await import('../checkpoint.ts')).save(name, options))
  example(verb('restore', 'a saved state in place of all there is').argument('<name>', 'a name, or a file from elsewhere'), 'sandbox checkpoint restore before-lunch')
    .action(async (name, options) => (await import('../checkpoint.ts')).restore(name, options))
  example(verb('list', 'what was saved in this folder'), 'sandbox checkpoint list').action(async (options) => (await import('../checkpoint.ts')).list(options))
  example(verb('diff', 'what was added, changed and removed since').argument('<before>').argument('[after]', 'another one (default: the state now)'), 'sandbox checkpoint diff seeded')
    .action(async (before, after, options) => (await import('../checkpoint.ts')).diff(before, after, options))
  example(verb('remove', 'forget a saved state').argument('<name>'), 'sandbox checkpoint remove before-lunch')
    .action(async (name) => (await import('../checkpoint.ts')).remove(name))
}

export function addClock(program: Command): void {
  const clock = targetOptions(program.command('clock')).description('tell the sandbox\'s time, or stop it, move it on, set it going again')
  clock.addArgument(new Argument('[action]').choices(['freeze', 'advance', 'resume', 'reset'])).argument('[by]', 'how far to advance: 500ms, 30s, 5m, 1h, 2d')
  example(clock, 'sandbox clock advance 1h').action(async (action, by, options) => (await import('../clock.ts')).clock(action, by, options))
}

export function addFaults(program: Command): void {
  const fault = program.command('fault').description('let something go wrong on purpose: errors, latency, lost connections, crashes')
  const verb = verbsOf(fault)
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
  add.action(async (target, options) => (await import('../fault.ts')).add(target, options))
  example(verb('list', 'what goes wrong, and how often it did'), 'sandbox fault list').action(async (options) => (await import('../fault.ts')).list(options))
  example(verb('clear', 'one, or all').argument('[id]'), 'sandbox fault clear fault-1').action(async (id, options) => (await import('../fault.ts')).clear(id, options))
}

import { type Command } from 'commander'
import { example, jsonOption, portOption, regionOption, verbsOf } from './options.ts'

export function addLabs(program: Command): void {
  const lab = program.command('lab').description('learn by repairing: a fault, hints, and a check of what you did')
  const verb = verbsOf(lab)
  example(verb('list', 'all labs'), 'sandbox lab list').action(async (options) => (await import('../lab.ts')).list(options))
  example(verb('start', 'break something; all there is is saved first').argument('<name>'), 'sandbox lab start wrong-issuer')
    .action(async (name, options) => (await import('../lab.ts')).start(name, options))
  example(verb('hint', 'the next of three'), 'sandbox lab hint').action(async (options) => (await import('../lab.ts')).hint(options))
  example(verb('check', 'whether it is repaired, and what is still wrong'), 'sandbox lab check').action(async (options) => (await import('../lab.ts')).check(options))
  example(verb('solve', 'show the solution, and apply it'), 'sandbox lab solve').action(async (options) => (await import('../lab.ts')).solve(options))
  const workshop = program.command('workshop').description('a room: one engine, a seat with labs for each person, and a page for the instructor')
  workshop.option('--seats <number>', 'how many (default: 40)').option('--host <address>', 'listen on this address, for others than this machine; 0.0.0.0 is all (default: 127.0.0.1)')
    .addOption(portOption()).addOption(regionOption()).addOption(jsonOption())
  example(workshop, 'sandbox workshop --seats 12 --host 0.0.0.0').action(async (options) => (await import('../workshop.ts')).workshop(options))
  example(verb('stop', 'end the lab and put all back as it was before'), 'sandbox lab stop').action(async (options) => (await import('../lab.ts')).stop(options))
}

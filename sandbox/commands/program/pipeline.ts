import { Option, type Command } from 'commander'
import { BAD_TOKEN_KINDS, badTokenHelp } from '../support/bad-token-kinds.ts'
import { example, targetOptions, userOptions } from './options.ts'

export function addPipeline(program: Command): void {
  const token = userOptions(targetOptions(program.command('token'))).description('print an access token of a demo user')
  token.option('--id', 'the ID token instead').option('--decode', 'show header and claims')
    .addOption(new Option('--bad <kind>', 'a token to be refused, of the kinds below').choices(Object.keys(BAD_TOKEN_KINDS)))
    .addHelpText('after', () => `\nKinds of bad tokens:\n${badTokenHelp()}`)
  example(token, 'curl -H "Authorization: Bearer $(sandbox token)" …').action(async (options) => (await import('../token.ts')).token(options))
  const upload = userOptions(targetOptions(program.command('upload'))).description('post text files to the API').argument('<file...>', 'files to upload')
  upload.option('--name <filename>', 'name to upload one file under (default: its own)').option('--token <jwt>', 'a token to use as it is')
  example(upload, 'sandbox upload notes.txt').action(async (files, options) => (await import('../upload.ts')).upload(files, options))
  const wait = targetOptions(program.command('wait')).description('wait until uploads are processed, or until all work is done').argument('[key...]', 'file names or keys')
  wait.option('--idle', 'until nothing is in flight: no request, invocation, unread record or retry').option('--timeout <seconds>', 'how long to wait (default: 30)')
  example(wait, 'sandbox wait notes.txt --timeout 10').action(async (keys, options) => (await import('../wait.ts')).wait(keys, options))
}

import { Option, type Command } from 'commander'
import { addParameters } from '../support/parameters.ts'

export const yesOption = () => new Option('--yes', 'answer every question with yes, where there is nobody to ask (aws)')

export const jsonOption = () => new Option('--json', 'print JSON for programs')

/** For the verbs that seed; as in SAM, several may follow. */
export function parameterOption(): Option {
  return new Option('--parameter-overrides <Key=Value...>', 'values for the template\'s parameters').argParser(addParameters)
}

/** One that starts something listens there. */
export function portOption(otherwise = '4566'): Option {
  return new Option('--port <port>', `port to listen on; 0 picks a free one (default: ${otherwise})`)
}

export const regionOption = () => new Option('--region <region>', 'AWS region (default: AWS_REGION, else us-east-1)')
export const templateOption = () => new Option('--template <file>', 'SAM or CloudFormation template (default: the package\'s own)')
export const stackNameOption = () => new Option('--stack-name <name>', 'name of the stack (default: pipeline-sandbox)')

function stackOptions(command: Command): Command {
  return command
    .addOption(templateOption())
    .addOption(stackNameOption())
    .option('--users <file>', 'demo users: a JSON list of {"email", "password", "name"}')
    .addOption(regionOption())
}

/** For the verbs that start an engine: on which, and how it behaves. */
export function startOptions(command: Command, engines: readonly string[] = ['embedded', 'localstack', 'aws']): Command {
  return stackOptions(command)
    .addOption(parameterOption())
    .addOption(new Option('--engine <engine>', 'where the pipeline runs (default: SANDBOX_ENGINE, else embedded)').choices(engines))
    .addOption(new Option('--signatures <mode>', 'verify requests as AWS does, or take any key for the account\'s root (default: verify)').choices(['verify', 'off']))
    .addOption(new Option('--iam <mode>', 'let policies decide who may do what, or only note in the journal what they would refuse (default: enforce)').choices(['enforce', 'audit', 'off']).env('SANDBOX_IAM'))
    .addOption(new Option('--limits <mode>', 'keep AWS\'s rates and quotas, for labs and tests of throttling (default: off)').choices(['off', 'aws']))
    .addOption(new Option('--bucket-names <scope>', 'a bucket\'s name is taken for all accounts, as in AWS, or for its own alone (default: global)').choices(['global', 'account']))
    .option('--seed <text>', 'what ids, keys and sequence numbers are drawn from, so that they repeat from run to run')
    .addOption(new Option('--token-issuer <address>', 'who tokens say they are from: the pool\'s address at AWS, or here, where any client can fetch its keys (default: aws)').choices(['aws', 'local']).env('SANDBOX_TOKEN_ISSUER'))
    .addOption(new Option('--otlp <url>', 'send traces to an OpenTelemetry collector (OTLP over HTTP)').env('OTEL_EXPORTER_OTLP_ENDPOINT'))
    .option('--inspect [port]', 'let debuggers attach to the functions, from this port on (default: 9229)')
    .addOption(jsonOption())
}

/** For the verbs whose engine stays, or was there before. */
export function stateOptions(command: Command): Command {
  return command
    .addOption(yesOption())
    .option('--state <folder>', 'where everything is kept for the next start (default: .sandbox/state)')
    .option('--ephemeral', 'keep nothing')
    .option('--fsync', 'wait for the disk at each write: a power loss too then costs nothing')
    .addOption(portOption())
}

/** For the verbs that speak to a running engine. What its stack was seeded with need not be said again. */
export function targetOptions(command: Command): Command {
  return stackOptions(command)
    .hook('preAction', async (_, action) => {
      const { sessionAt } = await import('../support/session.ts')
      const { seededWith = {} } = sessionAt(action.getOptionValue('endpoint')) ?? {}
      for (const [name, value] of Object.entries(seededWith)) if (action.getOptionValue(name) === undefined) action.setOptionValue(name, value)
    })
    .option('--endpoint <url>', 'the running sandbox (default: the one started in this folder, else http://127.0.0.1:4566)')
    .addOption(jsonOption())
}

export function userOptions(command: Command): Command {
  return command
    .option('--user <email>', 'who signs in (default: the first demo user)')
    .option('--password <password>', 'for a user who is not in the users file')
}

/** Verbs below a verb, which speak to a running engine. */
export const verbsOf = (command: Command) => (name: string, description: string) => targetOptions(command.command(name)).description(description).exitOverride()

export function example(command: Command, text: string): Command {
  return command.addHelpText('after', `\nExample:\n  $ ${text}`)
}

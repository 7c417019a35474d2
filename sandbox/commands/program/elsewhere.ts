import { Argument, Option, type Command } from 'commander'
import { example, jsonOption, parameterOption, regionOption, stackNameOption, templateOption, yesOption } from './options.ts'

/** For who outgrows one machine. */
export function addAws(program: Command): void {
  const destroy = program.command('destroy').description('remove a stack from AWS with all that was made for it: its data, code and logs')
  destroy.addOption(new Option('--engine <engine>', 'aws; here nothing is removed without saying so (default: SANDBOX_ENGINE)').choices(['aws']))
    .addOption(stackNameOption()).option('--region <region>', 'AWS region (default: as the AWS CLI has it)')
    .addOption(yesOption()).addOption(jsonOption())
  example(destroy, 'sandbox destroy --engine aws').action(async (options) => (await import('../destroy.ts')).destroy(options))
}

export function addExport(program: Command): void {
  const command = program.command('export').description('the same stack for a pipeline of your own')
  command.addArgument(new Argument('<format>').choices(['cloudformation', 'sam', 'terraform', 'cdk'])).requiredOption('--out <folder>', 'where to write it')
    .addOption(templateOption()).addOption(stackNameOption())
    .addOption(regionOption()).addOption(parameterOption()).addOption(jsonOption())
  example(command, 'sandbox export terraform --out infrastructure').action(async (format, options) => (await import('../export.ts')).exportStack(format, options))
}

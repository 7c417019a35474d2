import { resolve } from 'node:path'
import { exportTemplate, writeExport, type Format } from '../export/index.ts'
import { paint, print, printJson } from './support/output.ts'
import { DEFAULT_STACK_NAME, fixture, type StackOptions } from './support/stack.ts'
import { regionOf } from './support/target.ts'

export interface ExportCommandOptions extends StackOptions {
  readonly out: string
  readonly region?: string
  readonly json?: boolean
}

/** `sandbox export <format> --out dir`: the stack for a pipeline of one's own. */
export async function exportStack(format: Format, options: ExportCommandOptions): Promise<void> {
  const made = await exportTemplate(format, {
    templateFile: options.template ?? fixture('template.yaml'),
    stackName: options.stackName ?? DEFAULT_STACK_NAME,
    region: regionOf(options),
    parameters: options.parameterOverrides ?? {},
  })
  const files = await writeExport(made, resolve(options.out))
  if (options.json) return printJson({ format, folder: resolve(options.out), files })
  for (const file of files) print(`${paint('green', 'wrote')}  ${options.out}/${file}`)
  print(`How to go on is in ${options.out}/README.md.`)
}

import type { Export } from './files.ts'
import { readSource, type ExportOptions, type Source } from './source.ts'

export { writeExport } from './files.ts'

export const FORMATS = ['cloudformation', 'sam', 'terraform', 'cdk'] as const
export type Format = (typeof FORMATS)[number]

const EXPORTS: Readonly<Record<Format, (source: Source) => Promise<Export> | Export>> = {
  cloudformation: async (source) => (await import('./cloudformation.ts')).cloudFormationExport(source),
  terraform: async (source) => (await import('./terraform/terraform.ts')).terraformExport(source),
  cdk: async (source) => (await import('./cdk/cdk.ts')).cdkExport(source),
  sam: async (source) => (await import('./sam.ts')).samExport(source),
}

/** A template in another form. Throws `TemplateError` where it has what that form has no words for here. */
export async function exportTemplate(format: Format, options: ExportOptions): Promise<Export> {
  return EXPORTS[format](await readSource(options))
}

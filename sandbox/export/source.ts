import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { buildCode } from '../stack/build-code.ts'
import { localCodeIn, parseTemplate, TemplateError, type LocalCode, type PseudoParameters, type Template } from '../template/index.ts'

export interface ExportOptions {
  readonly templateFile: string
  readonly stackName: string
  readonly region: string
  readonly parameters: Readonly<Record<string, string>>
}

/** A template on its way to another form. */
export interface Source extends ExportOptions {
  readonly file: string
  readonly directory: string
  readonly text: string
  readonly template: Template
  readonly code: readonly LocalCode[]
  /** For what must be known now: an export is for any account. */
  readonly pseudo: PseudoParameters
}

/** Reads a template and finds its code. Throws `TemplateError`. */
export async function readSource(options: ExportOptions): Promise<Source> {
  const file = resolve(options.templateFile)
  const text = await readFile(file, 'utf8').catch(() => {
    throw new TemplateError(`Template ${file} cannot be read. Name one that exists with --template.`)
  })
  const template = parseTemplate(text, file)
  const { region, stackName } = options
  const pseudo = { accountId: '000000000000', region, stackName, stackId: `arn:aws:cloudformation:${region}:000000000000:stack/${stackName}/export` }
  return { ...options, file, directory: dirname(file), text, template, code: localCodeIn(template, options.parameters, pseudo), pseudo }
}

/** Where the package of some code is in an export. */
export const zipPath = ({ logicalId }: Pick<LocalCode, 'logicalId'>) => `code/${logicalId}.zip`

/** The built packages of all code, by their paths. */
export async function zips({ code, directory }: Source): Promise<Record<string, Uint8Array>> {
  const built = code.map(async (item) => {
    const { logicalId, path, runtime, metadata } = item
    return [zipPath(item), await buildCode({ logicalId, metadata, properties: { Code: path, Runtime: runtime } }, { directory, isPortable: true })] as const
  })
  return Object.fromEntries(await Promise.all(built))
}

/**
 * The template with each parameter that decides which code is packaged held at the value it was packaged with. (Whether
 * it does is found by trying its other values.)
 */
export function pinned(source: Source): Template {
  const { template, parameters, pseudo, code } = source
  const here = JSON.stringify(code)
  const decides = (name: string, values: readonly string[]) =>
    values.some((value) => JSON.stringify(localCodeIn(template, { ...parameters, [name]: value }, pseudo)) !== here)
  const held = Object.entries(template.parameters).map(([name, declared]) => {
    const allowed = Array.isArray(declared['AllowedValues']) ? declared['AllowedValues'].map(String) : []
    const value = parameters[name] ?? declared['Default']
    return [name, value !== undefined && decides(name, allowed) ? { ...declared, Default: String(value), AllowedValues: [String(value)] } : declared] as const
  })
  return { ...template, parameters: Object.fromEntries(held) }
}

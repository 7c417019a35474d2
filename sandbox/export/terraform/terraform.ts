import { loadTemplate, TemplateError, templateYaml, type LoadedTemplate, type Value } from '../../template/index.ts'
import { plainTemplate } from '../cloudformation.ts'
import type { Export } from '../files.ts'
import { zips, type Source } from '../source.ts'
import { Expression, write, writeBlock, type Block, type Hcl } from './hcl.ts'
import { blocksOf } from './resources.ts'
import { snake } from './types.ts'
import { Values } from './values.ts'

/** The stack as Terraform's resources, with the packages of its functions. Conditions are decided now, by the parameters. */
export async function terraformExport(source: Source): Promise<Export> {
  const { parameters, pseudo, file } = source
  const loaded = loadTemplate(templateYaml(plainTemplate(source)), `${file}.yaml`, { parameters, pseudo })
  const values = new Values(loaded)
  const resources = loaded.resources.flatMap((resource) => blocksOf(resource, values, loaded))
  const text = (blocks: readonly Block[]) => `${blocks.map((block) => writeBlock(block)).join('\n\n')}\n`
  return {
    files: {
      'main.tf': text(resources),
      'providers.tf': text(providers()),
      'variables.tf': text([...variables(source, loaded), ...mappings(loaded)]),
      'outputs.tf': text(loaded.outputs.map(({ name, value, description }) => ({ type: 'output', labels: [snake(name)], attributes: { description, value: values.of(value) } }))),
      'README.md': readme(source),
      ...(await zips(source)),
    },
  }
}

function providers(): Block[] {
  const aws: Hcl = { source: 'hashicorp/aws', version: '>= 5.0' }
  return [
    { type: 'terraform', labels: [], attributes: { required_version: '>= 1.5' }, blocks: [{ type: 'required_providers', labels: [], attributes: { aws } }] },
    { type: 'provider', labels: ['aws'], attributes: {} },
    ...['aws_region', 'aws_caller_identity', 'aws_partition'].map((name) => ({ type: 'data', labels: [name, 'current'], attributes: {} })),
  ]
}

function variables({ stackName }: Source, loaded: LoadedTemplate): Block[] {
  const own = Object.entries(loaded.template.parameters).map(([name, { Type, Description, NoEcho, AllowedValues }]) => {
    const value = loaded.parameters[name]
    if (value === undefined) throw new TemplateError(`Parameter ${name} has no value.`, `Parameters.${name}`)
    const isList = Array.isArray(value)
    return {
      name: snake(name), type: isList ? 'list(string)' : Type === 'Number' ? 'number' : 'string', value: value as Hcl,
      description: Description === undefined ? undefined : String(Description), sensitive: String(NoEcho) === 'true' ? true : undefined, blocks: allowed(snake(name), AllowedValues),
    }
  })
  const all = [{ name: 'stack_name', type: 'string', value: stackName as Hcl, description: 'What the names of the resources begin with', sensitive: undefined, blocks: [] }, ...own]
  return all.map(({ name, type, value, description, sensitive, blocks }) => ({ type: 'variable', labels: [name], attributes: { type: new Expression(type), description, default: value, sensitive }, blocks }))
}

function allowed(name: string, values: Value | undefined): Block[] {
  if (!Array.isArray(values)) return []
  const condition = new Expression(`contains(${write(values as Hcl[])}, var.${name})`)
  return [{ type: 'validation', labels: [], attributes: { condition, error_message: `${name} must be one of ${values.join(', ')}.` } }]
}

function mappings(loaded: LoadedTemplate): Block[] {
  const entries = Object.entries(loaded.template.mappings)
  return entries.length === 0 ? [] : [{ type: 'locals', labels: [], attributes: Object.fromEntries(entries.map(([name, value]) => [snake(name), value as Hcl])) }]
}

const readme = ({ stackName }: Source) => `# ${stackName}

The stack in Terraform, with the packages of its functions in \`code/\`.

\`\`\`sh
terraform init
terraform apply
\`\`\`

\`terraform destroy\` removes it; its buckets have to be empty before.
`

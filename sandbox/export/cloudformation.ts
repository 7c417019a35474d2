import { expandSam, isMap, templateYaml, withCode, type ResourceDeclaration, type Template, type ValueMap } from '../template/index.ts'
import type { Export } from './files.ts'
import { pinned, zipPath, zips, type Source } from './source.ts'

/** A plain template, with the SAM transform done, and the packages that its functions are made of. */
export async function cloudFormationExport(source: Source): Promise<Export> {
  return { files: { 'template.yaml': templateYaml(plainTemplate(source)), ...(await zips(source)), 'README.md': readme(source) } }
}

/** The transformed template; its code is in the export's zips, its build instructions are done with. */
export function plainTemplate(source: Source): Template {
  const parameters = { 'AWS::Region': source.region, ...source.parameters }
  const defaults = Object.fromEntries(Object.entries(source.template.parameters).flatMap(([name, { Default }]) => (Default === undefined ? [] : [[name, Default]])))
  const expanded = expandSam(withCode(pinned(source), source.code, zipPath), { ...defaults, ...parameters })
  const resources = Object.fromEntries(Object.entries(expanded.resources).map(([id, declared]) => [id, tidied(declared)]))
  // The linter warns of local paths, which are what the first of the two commands is for.
  const lint = { 'cfn-lint': { config: { ignore_checks: ['W3002'] } } }
  return { ...expanded, metadata: { ...expanded.metadata, ...lint }, mappings: usedMappings(expanded, resources), resources }
}

/** Without what told how to build it, and without the tag by which SAM knows its own. */
function tidied(declared: ResourceDeclaration): ResourceDeclaration {
  const { BuildMethod: _, BuildProperties: __, ...metadata } = declared.Metadata ?? {}
  const { Metadata: ___, ...rest } = declared
  const { Tags, ...properties } = declared.Properties ?? {}
  const tags = Array.isArray(Tags) ? Tags.filter((tag) => !isMap(tag) || tag['Value'] !== 'SAM') : isMap(Tags) ? Object.fromEntries(Object.entries(Tags).filter(([, value]) => value !== 'SAM')) : Tags
  const isTagged = tags !== undefined && Object.keys(tags as object).length > 0
  return { ...rest, Properties: { ...properties, ...(isTagged ? { Tags: tags } : {}) }, ...(Object.keys(metadata).length > 0 ? { Metadata: metadata } : {}) }
}

/** What is looked up once the code has its place: paths to sources are not. */
function usedMappings({ mappings, outputs, conditions }: Template, resources: Template['resources']): Template['mappings'] {
  const text = JSON.stringify([resources, outputs, conditions])
  const names = new Set([...text.matchAll(/"Fn::FindInMap":\["([^"]+)".*?,"([^"]+)"\]/g)].map(([, map, attribute]) => `${map}.${attribute}`))
  const kept = Object.entries(mappings).map(([map, keys]) => {
    const isKnown = [...names].some((name) => name.startsWith(`${map}.`))
    const entries = Object.entries(keys).map(([key, values]) => [key, Object.fromEntries(Object.entries(values as ValueMap).filter(([attribute]) => names.has(`${map}.${attribute}`)))] as const)
    return [map, isKnown ? (Object.fromEntries(entries) as ValueMap) : undefined] as const
  })
  return Object.fromEntries(kept.filter((entry): entry is readonly [string, ValueMap] => entry[1] !== undefined))
}

const readme = ({ stackName, region }: Source) => `# ${stackName}

The stack as a plain CloudFormation template, with the packages of its functions. \`ARTIFACTS\` is a bucket of yours.

\`\`\`sh
aws cloudformation package --region ${region} --template-file template.yaml --s3-bucket "$ARTIFACTS" --output-template-file packaged.yaml
aws cloudformation deploy --region ${region} --template-file packaged.yaml --stack-name ${stackName} --capabilities CAPABILITY_IAM CAPABILITY_NAMED_IAM
\`\`\`

\`aws cloudformation delete-stack --stack-name ${stackName}\` removes it; its buckets have to be empty before.
`

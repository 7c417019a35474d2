import { expandSam, templateYaml, withCode, type Template } from '../template/index.ts'
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
  const resources = Object.entries(expanded.resources).map(([id, declared]) => {
    const { BuildMethod: _, BuildProperties: __, ...metadata } = declared.Metadata ?? {}
    const { Metadata: ___, ...rest } = declared
    return [id, Object.keys(metadata).length > 0 ? { ...rest, Metadata: metadata } : rest] as const
  })
  return { ...expanded, resources: Object.fromEntries(resources) }
}

const readme = ({ stackName, region }: Source) => `# ${stackName}

The stack as a plain CloudFormation template, with the packages of its functions. \`ARTIFACTS\` is a bucket of yours.

\`\`\`sh
aws cloudformation package --region ${region} --template-file template.yaml --s3-bucket "$ARTIFACTS" --output-template-file packaged.yaml
aws cloudformation deploy --region ${region} --template-file packaged.yaml --stack-name ${stackName} --capabilities CAPABILITY_IAM CAPABILITY_NAMED_IAM
\`\`\`

\`aws cloudformation delete-stack --stack-name ${stackName}\` removes it; its buckets have to be empty before.
`

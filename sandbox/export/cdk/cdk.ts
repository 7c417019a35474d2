import { loadTemplate, TemplateError, templateYaml, type LoadedTemplate, type TemplateResource, type ValueMap } from '../../template/index.ts'
import { plainTemplate } from '../cloudformation.ts'
import type { Export } from '../files.ts'
import { zips, type Source } from '../source.ts'
import { Code, quoted, variable } from './code.ts'

/** Those that the app was tried with. */
const VERSIONS = { 'aws-cdk': '2.1148.1', 'aws-cdk-lib': '2.276.0', constructs: '10.8.1', typescript: '5.9.3', '@types/node': '24.19.2' } as const

/** A CDK app of the stack, in the CDK's own classes for CloudFormation's types; under the same logical ids. Conditions are decided now. */
export async function cdkExport(source: Source): Promise<Export> {
  const { parameters, pseudo, file } = source
  const loaded = loadTemplate(templateYaml(plainTemplate(source)), `${file}.yaml`, { parameters, pseudo })
  return {
    files: {
      'app.ts': app(source),
      'stack.ts': stack(loaded),
      'package.json': packageJson(source),
      'tsconfig.json': `${JSON.stringify({ compilerOptions: { target: 'es2022', module: 'node16', strict: true, skipLibCheck: true, types: ['node'] }, files: ['app.ts'] }, null, 2)}\n`,
      'cdk.json': `${JSON.stringify({ app: 'npx tsc && node app.js' }, null, 2)}\n`,
      'README.md': readme(source),
      ...(await zips(source)),
    },
  }
}

const app = ({ stackName, region }: Source) => `import * as cdk from 'aws-cdk-lib'
import { PipelineStack } from './stack'

const app = new cdk.App()
new PipelineStack(app, ${quoted(stackName)}, { env: { account: process.env.CDK_DEFAULT_ACCOUNT, region: process.env.CDK_DEFAULT_REGION ?? ${quoted(region)} } })
`

function stack(loaded: LoadedTemplate): string {
  const code = new Code(loaded)
  const body = [...parameters(loaded), ...mappings(loaded, code), ...loaded.resources.flatMap((resource) => resourceLines(resource, loaded, code)), ...outputs(loaded, code)]
  const modules = [...new Set(loaded.resources.map(({ type }) => serviceOf(type)))].sort()
  const hasCode = loaded.resources.some(isPackaged)
  return `${hasCode ? "import * as path from 'node:path'\n" : ''}import * as cdk from 'aws-cdk-lib'
import { ${[...modules, ...(hasCode ? ['s3_assets'] : [])].map((name) => (name === 's3_assets' ? 'aws_s3_assets as s3_assets' : `aws_${name} as ${name}`)).join(', ')} } from 'aws-cdk-lib'
import type { Construct } from 'constructs'

export class PipelineStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props)

${body.map((line) => (line === '' ? '' : `    ${line.replaceAll('\n', '\n    ')}`)).join('\n')}
  }
}
`
}

/** `AWS::ApiGatewayV2::Api` is in the module `aws_apigatewayv2`. */
function serviceOf(type: string): string {
  const [, service = ''] = /^AWS::(\w+)::\w+$/.exec(type) ?? []
  if (service !== '') return service.toLowerCase()
  throw new TemplateError(`${type} has no class in the CDK.`)
}

function parameters(loaded: LoadedTemplate): string[] {
  const code = new Code(loaded)
  return Object.entries(loaded.template.parameters).map(([name, declared]) => `const ${variable(name)} = new cdk.CfnParameter(this, ${quoted(name)}, ${code.of(declared, 0, true)})`)
}

function mappings(loaded: LoadedTemplate, code: Code): string[] {
  return Object.entries(loaded.template.mappings).map(([name, mapping]) => `const ${variable(name)} = new cdk.CfnMapping(this, ${quoted(name)}, { mapping: ${code.of(mapping, 0, false)} })`)
}

const isPackaged = ({ type, properties }: TemplateResource) => type === 'AWS::Lambda::Function' && typeof properties['Code'] === 'string'

function resourceLines(resource: TemplateResource, loaded: LoadedTemplate, code: Code): string[] {
  const { logicalId, type, properties } = resource
  const name = variable(logicalId)
  const className = `${serviceOf(type)}.Cfn${type.split('::')[2]}`
  const asset = `${name}Code`
  const lines = ['']
  if (isPackaged(resource)) lines.push(`const ${asset} = new s3_assets.Asset(this, ${quoted(`${logicalId}Code`)}, { path: path.join(__dirname, ${quoted(String(properties['Code']))}) })`)
  const { Code: _, ...others } = properties
  const props = code.of(isPackaged(resource) ? (others as ValueMap) : properties, 0, true)
  const own = isPackaged(resource) ? `{\n  code: { s3Bucket: ${asset}.s3BucketName, s3Key: ${asset}.s3ObjectKey },${props.slice(1)}` : props
  lines.push(`const ${name} = new ${className}(this, ${quoted(logicalId)}, ${own})`)
  for (const other of loaded.template.resources[logicalId]?.DependsOn ?? []) lines.push(`${name}.addDependency(${variable(other)})`)
  return lines
}

/** An output may be called as a resource is, and a construct may not. */
function outputs(loaded: LoadedTemplate, code: Code): string[] {
  return ['', ...loaded.outputs.map(({ name, value, description }) => {
    const about = description === undefined ? '' : `description: ${quoted(description)}, `
    return `new cdk.CfnOutput(this, ${quoted(`${name}Output`)}, { ${about}value: ${code.of(value, 0, false)} }).overrideLogicalId(${quoted(name)})`
  })]
}

const packageJson = ({ stackName }: Source) => `${JSON.stringify({
  name: stackName.toLowerCase(),
  version: '0.1.0',
  private: true,
  scripts: { build: 'tsc', synth: 'cdk synth', deploy: 'cdk deploy', destroy: 'cdk destroy' },
  dependencies: { 'aws-cdk-lib': VERSIONS['aws-cdk-lib'], constructs: VERSIONS.constructs },
  devDependencies: { '@types/node': VERSIONS['@types/node'], 'aws-cdk': VERSIONS['aws-cdk'], typescript: VERSIONS.typescript },
}, null, 2)}\n`

const readme = ({ stackName }: Source) => `# ${stackName}

The stack as an AWS CDK app in TypeScript, with the packages of its functions in \`code/\`.

\`\`\`sh
npm install
npx cdk bootstrap   # once for an account and region
npx cdk deploy
\`\`\`

\`npx cdk destroy\` removes it; its buckets have to be empty before.
`

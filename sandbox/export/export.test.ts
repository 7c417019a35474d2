import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { transform } from 'esbuild'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { localCodeIn, loadTemplate, parseTemplate } from '../template/index.ts'
import { readHcl, type ReadBlock } from '../testing/hcl.ts'
import { exportTemplate, writeExport, type Format } from './index.ts'

const TEMPLATE = fileURLToPath(new URL('../../fixtures/template.yaml', import.meta.url))
const REST_TEMPLATE = fileURLToPath(new URL('../../fixtures/template-rest.yaml', import.meta.url))
const pseudo = { accountId: '000000000000', region: 'eu-west-1', stackName: 'mine', stackId: 'arn' }
const options = { templateFile: TEMPLATE, stackName: 'mine', region: 'eu-west-1', parameters: {} }
const hasLint = spawnSync('cfn-lint', ['--version']).status === 0
if (!hasLint) console.warn('skipped: cfn-lint over the exports, which is not on the PATH (pip install cfn-lint)')

test.runIf(process.env['CI'])('CI has cfn-lint, so that the exports are checked with it', () => {
  expect(hasLint).toBe(true)
})

const { TF_CLI_CONFIG_FILE: _file, TF_PLUGIN_CACHE_DIR: pluginFolder = '', ...environment } = process.env
const hasTerraform = spawnSync('terraform', ['version']).status === 0
if (!hasTerraform) console.warn('skipped: the format of the Terraform export, as there is no terraform on the PATH')
/** The provider is 700 MB: a test does not fetch it. */
const canValidate = hasTerraform && existsSync(join(pluginFolder, 'registry.terraform.io/hashicorp/aws'))
if (!canValidate) console.warn('skipped: terraform validate, which needs terraform and the AWS provider in TF_PLUGIN_CACHE_DIR; the provider\'s schema is checked all the same')

const folder = mkdtempSync(join(tmpdir(), 'export-'))
afterAll(() => rmSync(folder, { recursive: true }))

const read = (...path: string[]) => readFileSync(join(folder, ...path), 'utf8')
const write = async (format: Format, name: string, more = {}) => writeExport(await exportTemplate(format, { ...options, ...more }), join(folder, name))
const lint = (file: string) => spawnSync('cfn-lint', [join(folder, file)], { encoding: 'utf8' }).stdout

test('SAM is the template as it is written, with its code, also that which is only looked up', async () => {
  await write('sam', 'sam')
  const text = read('sam', 'template.yaml')
  expect(text.replaceAll('handlers/', '../handlers/')).toBe(readFileSync(TEMPLATE, 'utf8'))
  const template = parseTemplate(text, 'template.yaml')
  for (const ProcessorRuntime of ['nodejs24.x', 'python3.13'])
    for (const { path } of localCodeIn(template, { ProcessorRuntime }, pseudo)) expect(existsSync(join(folder, 'sam', path))).toBe(true)
  expect(read('sam', 'handlers/processor/python/app.py')).toContain('def handler')
  expect(existsSync(join(folder, 'sam', 'handlers/upload/index.test.ts'))).toBe(false)
})

describe('plain CloudFormation', () => {
  test('has no SAM left, code in zips, and the parameter held that chose it', async () => {
    const files = await write('cloudformation', 'python', { parameters: { ProcessorRuntime: 'python3.13' } })
    expect(files).toEqual(['README.md', 'code/ProcessorFunction.zip', 'code/UploadFunction.zip', 'template.yaml'])
    const template = parseTemplate(read('python', 'template.yaml'), 'template.yaml')
    expect(template.transforms).toEqual([])
    expect(Object.values(template.resources).filter(({ Type }) => Type.startsWith('AWS::Serverless'))).toEqual([])
    expect(template.parameters['ProcessorRuntime']).toMatchObject({ Default: 'python3.13', AllowedValues: ['python3.13'] })
    const loaded = loadTemplate(read('python', 'template.yaml'), 'template.yaml', { pseudo })
    const processor = loaded.resources.find(({ logicalId }) => logicalId === 'ProcessorFunction')!
    expect(processor.properties['Code']).toBe('code/ProcessorFunction.zip')
    expect(Object.keys(unzipSync(readFileSync(join(folder, 'python', 'code/ProcessorFunction.zip'))))).toEqual(['app.py'])
  })

  test('carries no path of the machine that wrote it', async () => {
    await write('cloudformation', 'plain')
    for (const name of ['UploadFunction', 'ProcessorFunction']) {
      const entries = unzipSync(readFileSync(join(folder, 'plain', `code/${name}.zip`)))
      expect(Object.keys(entries).sort()).toEqual(['index.mjs', 'index.mjs.map'])
      for (const bytes of Object.values(entries)) expect(Buffer.from(bytes).includes(join(TEMPLATE, '../..'))).toBe(false)
    }
    expect(read('plain', 'template.yaml')).not.toMatch(/\.\.\/|sandbox\//)
  })
})

test.skipIf(!hasLint).each([['sam', TEMPLATE], ['cloudformation', TEMPLATE], ['sam', REST_TEMPLATE], ['cloudformation', REST_TEMPLATE]] as const)('cfn-lint finds nothing in %s of %s', async (format, templateFile) => {
  await write(format, 'lint', { templateFile })
  expect(lint('lint/template.yaml')).toBe('')
}, 60_000)

interface Schema {
  readonly arguments: Readonly<Record<string, 'required' | 'optional' | { readonly required?: boolean; readonly block: Schema['arguments'] }>>
  readonly attributes: readonly string[]
}
const { schema } = JSON.parse(readFileSync(new URL('../testing/terraform-provider-aws.json', import.meta.url), 'utf8')) as { schema: Record<string, Schema> }

describe('Terraform', () => {
  let blocks: ReadBlock[]
  let text: string
  const labelled = (type: string) => blocks.filter((block) => block.type === type)

  beforeAll(async () => {
    await write('terraform', 'terraform')
    text = ['main.tf', 'providers.tf', 'variables.tf', 'outputs.tf'].map((file) => read('terraform', file)).join('\n')
    blocks = readHcl(text)
  })

  test('says what the provider takes, and all that it wants', () => {
    const wrong = (known: Schema['arguments'], { attributes, blocks: nested, labels }: ReadBlock, path: string): string[] => [
      ...Object.keys(attributes).filter((name) => known[name] === undefined && name !== 'depends_on').map((name) => `${path}.${name} is not known`),
      ...nested.flatMap((block) => {
        const inner = known[block.type]
        return typeof inner === 'object' ? wrong(inner.block, block, `${path}.${block.type}`) : [`${path}.${block.type} is no block`]
      }),
      ...Object.entries(known).flatMap(([name, need]) => {
        const isThere = name in attributes || nested.some(({ type }) => type === name)
        return (need === 'required' || (typeof need === 'object' && need.required)) && !isThere ? [`${path}.${name} is missing (${labels.join('.')})`] : []
      }),
    ]
    const found = labelled('resource').flatMap((block) => {
      const known = schema[block.labels[0]!]
      return known ? wrong(known.arguments, block, block.labels.join('.')) : [`${block.labels[0]} is not in the schema`]
    })
    expect(found).toEqual([])
    expect(labelled('resource')).toHaveLength(18)
  })

  test('refers to what is there, by attributes that the provider gives', () => {
    const resources = new Set(labelled('resource').map(({ labels }) => labels.join('.')))
    const found = [...text.matchAll(/(?<![.\w/"])(data\.)?(aws_\w+)\.(\w+)\.(\w+)/g)]
    expect(found.length).toBeGreaterThan(30)
    for (const [whole, data, type, name, attribute] of found) {
      const known = schema[`${data ?? ''}${type}`]!
      if (data === undefined) expect(resources, whole).toContain(`${type}.${name}`)
      expect([...known.attributes, ...Object.keys(known.arguments)], whole).toContain(attribute)
    }
    const variables = labelled('variable').map(({ labels }) => labels[0])
    for (const [, name] of text.matchAll(/\bvar\.(\w+)/g)) expect(variables).toContain(name)
  })

  test('routes by token, and waits for the policy that lets the mapping read', () => {
    const one = (type: string, name: string) => labelled('resource').find(({ labels }) => labels[0] === type && labels[1] === name)!.attributes
    expect(one('aws_apigatewayv2_route', 'http_api_post_uploads')).toMatchObject({ route_key: '"POST /uploads"', authorization_type: '"JWT"', authorizer_id: 'aws_apigatewayv2_authorizer.http_api_cognito_jwt.id' })
    expect(one('aws_lambda_function', 'processor_function')).toMatchObject({ depends_on: '[aws_iam_role_policy.processor_role]', handler: 'local.processor[var.processor_runtime]["Handler"]' })
    expect(labelled('output').map(({ labels }) => labels[0])).toEqual(['api_url', 'user_pool_id', 'user_pool_client_id', 'upload_bucket', 'processed_bucket', 'stream_name'])
  })

  test.skipIf(!hasTerraform)('is formatted as Terraform itself would, which also reads every line of it', () => {
    const { status, stdout, stderr } = spawnSync('terraform', ['fmt', '-check', '-diff', join(folder, 'terraform')], { encoding: 'utf8', env: environment })
    expect({ status, stdout }, stderr).toEqual({ status: 0, stdout: '' })
  }, 60_000)

  test.skipIf(!canValidate)('is valid', () => {
    const run = (...args: string[]) => spawnSync('terraform', [`-chdir=${join(folder, 'terraform')}`, ...args], { encoding: 'utf8', env: environment })
    expect(run('init', '-backend=false', '-input=false', `-plugin-dir=${pluginFolder}`)).toMatchObject({ status: 0 })
    expect(run('validate', '-no-color').stdout).toMatch(/^Success! The configuration is valid\.\n/)
  }, 120_000)

  test('refuses by name what it has no words for', async () => {
    await expect(exportTemplate('terraform', { ...options, templateFile: REST_TEMPLATE })).rejects.toThrow(/AWS::ApiGateway::\w+\) has no words in the Terraform export/)
  })
})

test('the CDK app has every resource under its own logical id, and its versions pinned', async () => {
  await write('cdk', 'cdk')
  const { code } = await transform(read('cdk', 'stack.ts'), { loader: 'ts' })
  const { resources } = loadTemplate(read('plain', 'template.yaml'), 'template.yaml', { pseudo })
  for (const { logicalId, type } of resources) expect(code).toMatch(new RegExp(`new ${type.split('::')[1]!.toLowerCase()}\\.Cfn${type.split('::')[2]}\\(this, ["']${logicalId}["']`))
  const { dependencies, devDependencies } = JSON.parse(read('cdk', 'package.json')) as Record<string, Record<string, string>>
  for (const version of Object.values({ ...dependencies, ...devDependencies })) expect(version).toMatch(/^\d+\.\d+\.\d+$/)
})

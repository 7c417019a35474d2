import { existsSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { isScalar, parseDocument, visit } from 'yaml'
import type { Export } from './files.ts'
import type { Source } from './source.ts'

/** The template as it is written, with its code in folders beside it: for `sam build && sam deploy`. */
export function samExport(source: Source): Export {
  const { directory, text, stackName, code } = source
  const places = codePlaces(source)
  const base = commonFolder([directory, ...places.map(({ path }) => path)])
  const below = (path: string) => relative(base, path).split(sep).join('/')
  // From the end, so that what comes before keeps its place.
  const edited = [...places].sort((a, b) => b.start - a.start).reduce((changed, { path, start, end }) => changed.slice(0, start) + below(path) + changed.slice(end), text)
  const needsEsbuild = code.some(({ metadata }) => metadata['BuildMethod'] === 'esbuild')
  return {
    files: { 'template.yaml': edited, 'samconfig.toml': samconfig(source), 'README.md': readme(stackName, needsEsbuild) },
    copies: outermost([...new Set(places.map(({ path }) => path))]).map((path) => ({ from: path, to: below(path) })),
  }
}

interface CodePlace {
  /** Absolute. */
  readonly path: string
  readonly start: number
  readonly end: number
}

/** Each path to code in the text, also those that are only looked up: what a code property says, wherever it stands. */
function codePlaces({ text, directory }: Source): CodePlace[] {
  const found: CodePlace[] = []
  visit(parseDocument(text, { version: '1.1', customTags: [], logLevel: 'silent' }), {
    Pair(_key, { key, value }) {
      const isCode = isScalar(key) && ['CodeUri', 'ContentUri', 'Code', 'Content'].includes(String(key.value))
      if (!isCode || !isScalar(value) || typeof value.value !== 'string' || value.tag?.startsWith('!') || !value.range) return
      const path = resolve(directory, value.value)
      if (existsSync(path)) found.push({ path, start: value.range[0], end: value.range[1] })
    },
  })
  return found
}

/** The deepest folder that has them all. */
function commonFolder(paths: readonly string[]): string {
  const [first = [], ...others] = paths.map((path) => path.split(sep))
  const length = first.findIndex((part, i) => others.some((other) => other[i] !== part))
  return first.slice(0, length < 0 ? first.length : length).join(sep) || sep
}

/** Without those that lie in another one. */
const outermost = (paths: readonly string[]) => paths.filter((path) => !paths.some((other) => other !== path && path.startsWith(join(other, sep))))

const samconfig = ({ stackName, region, parameters }: Source) => {
  const overrides = Object.entries(parameters).map(([name, value]) => `${name}=${value}`)
  return `version = 0.1

[default.global.parameters]
stack_name = "${stackName}"

[default.build.parameters]
${overrides.length > 0 ? `parameter_overrides = ${JSON.stringify(overrides)}\n` : ''}
[default.deploy.parameters]
region = "${region}"
capabilities = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
resolve_s3 = true
confirm_changeset = true
${overrides.length > 0 ? `parameter_overrides = ${JSON.stringify(overrides)}\n` : ''}`
}

const readme = (stackName: string, needsEsbuild: boolean) => `# ${stackName}

The stack as an AWS SAM application.

\`\`\`sh
${needsEsbuild ? 'npm install --global esbuild   # for sam build\n' : ''}sam build
sam deploy
\`\`\`

\`sam delete\` removes it; its buckets have to be empty before.
`

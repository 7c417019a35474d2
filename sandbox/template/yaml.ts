import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import type { Document, Node, Pair, Tags } from 'yaml'
import { TemplateError } from './template-error.ts'
import type { Value, ValueMap } from './value.ts'

/** A template's text as plain values, and the line on which a path stands. */
export interface SourceText {
  readonly value: Value
  /** The 1-based line of the deepest part of the path that the text has. */
  lineOf(path: readonly (string | number)[]): number | undefined
}

const SHORT_FORMS = new Set(
  'Ref GetAtt Sub Join Select Split FindInMap If Equals And Or Not Condition ImportValue Base64 Cidr GetAZs Transform Length ToJsonString'.split(' '),
)
/** Not supported by CloudFormation (user guide, "Template format: YAML"), and a date must stay a string. */
const UNSUPPORTED_TAGS = new Set(['binary', 'omap', 'pairs', 'set', 'timestamp', 'merge'].map((name) => `tag:yaml.org,2002:${name}`))

/** Reads YAML 1.1 or JSON; short forms (`!Ref`) come out in the long form (`{"Ref": …}`). Throws TemplateError. */
export function readText(text: string, fileName: string): SourceText {
  const json = readJson(text, fileName)
  const lines = new LineCounter()
  const document = parseDocument(text, {
    version: '1.1',
    customTags: (tags): Tags => tags.filter((tag) => typeof tag === 'string' || !(UNSUPPORTED_TAGS.has(tag.tag) || isSexagesimal(tag))),
    lineCounter: lines,
    uniqueKeys: json === undefined,
    merge: false,
    prettyErrors: false,
  })
  const lineAt = (offset: number): number => lines.linePos(offset).line
  if (json !== undefined) return { value: json, lineOf: (path) => lineOf(document, path, lineAt) }
  const [error] = document.errors
  if (error) {
    const { line, col } = lines.linePos(error.pos[0])
    throw new TemplateError(`Template format error: YAML not well-formed. (line ${line}, column ${col}): ${error.message}`, '', line)
  }
  return { value: toValue(document.contents, [], lineAt), lineOf: (path) => lineOf(document, path, lineAt) }
}

/** In YAML 1.1 `12:30` is the number 750, which nobody who writes a template means. */
function isSexagesimal(tag: { format?: string }): boolean {
  return tag.format === 'TIME'
}

/** CloudFormation tries JSON first, then YAML; a file called .json is only JSON. */
function readJson(text: string, fileName: string): Value | undefined {
  const isJsonFile = fileName.toLowerCase().endsWith('.json')
  if (!isJsonFile && !text.trimStart().startsWith('{')) return undefined
  try {
    return JSON.parse(text) as Value
  } catch (error) {
    if (!isJsonFile) return undefined
    const position = /line (\d+) column (\d+)/.exec(String(error))
    const where = position ? ` (line ${position[1]}, column ${position[2]})` : ''
    throw new TemplateError(`Template format error: JSON not well-formed.${where}`, '', position ? Number(position[1]) : undefined)
  }
}

type Path = readonly (string | number)[]

function toValue(node: unknown, path: Path, lineAt: (offset: number) => number): Value {
  if (node === null || node === undefined) return null
  const { tag, range } = node as Node
  const line = range ? lineAt(range[0]) : undefined
  if (isAlias(node)) {
    throw new TemplateError('Template error: YAML aliases are not allowed in CloudFormation templates; write the value out where it is used.', path.join('.'), line)
  }
  const plain = withoutTag(node, path, lineAt)
  if (typeof tag !== 'string' || !tag.startsWith('!') || tag === '!') return plain
  const name = tag.slice(1)
  if (!SHORT_FORMS.has(name)) {
    throw new TemplateError(`Template format error: ${tag} is not a CloudFormation function; the short forms are ${[...SHORT_FORMS].map((form) => `!${form}`).join(' ')}.`, path.join('.'), line)
  }
  return { [name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`]: plain }
}

function withoutTag(node: unknown, path: Path, lineAt: (offset: number) => number): Value {
  if (isSeq(node)) return node.items.map((item, index) => toValue(item, [...path, index], lineAt))
  if (isMap(node)) {
    const map: ValueMap = {}
    for (const { key, value } of node.items) {
      const name = String(isScalar(key) ? (key.source ?? key.value) : key)
      define(map, name, toValue(value, [...path, name], lineAt))
    }
    return map
  }
  if (!isScalar(node)) return null
  // YAML 1.1 has `y` and `n` as booleans too, but neither CloudFormation nor the AWS tools read them so.
  if (typeof node.value === 'boolean' && node.source?.length === 1) return node.source
  return typeof node.value === 'bigint' ? Number(node.value) : (node.value as Value)
}

/** `map[name] = value`, also when a template says `__proto__`. */
function define(map: ValueMap, name: string, value: Value): void {
  Object.defineProperty(map, name, { value, enumerable: true, configurable: true, writable: true })
}

function lineOf(document: Document, path: Path, lineAt: (offset: number) => number): number | undefined {
  let node: unknown = document.contents
  let offset: number | undefined
  for (const step of path) {
    if (isSeq(node)) {
      node = node.items[Number(step)]
      offset = (node as Node | undefined)?.range?.[0] ?? offset
    } else if (isMap(node)) {
      const pair: Pair | undefined = node.items.find(({ key }) => isScalar(key) && String(key.source ?? key.value) === step)
      if (!pair) break
      offset = (pair.key as Node).range?.[0] ?? offset
      node = pair.value
    } else break
  }
  return offset === undefined ? undefined : lineAt(offset)
}

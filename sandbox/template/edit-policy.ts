import { isMap, isScalar, isSeq, parseDocument } from 'yaml'
import type { Document, Node, YAMLMap, YAMLSeq } from 'yaml'

/** A statement's elements as YAML: a text goes behind the name, a list below it. */
export type StatementText = Readonly<Record<string, string | readonly string[]>>

/** One change of one policy of a role, in the template that the role comes from. */
export interface PolicyEdit {
  /** Of the role; of one that SAM makes, as SAM names it (`<Function>Role`). */
  readonly logicalId: string
  /** The role's own rights, or who may assume it. */
  readonly part: 'Policies' | 'AssumeRolePolicyDocument'
  readonly policyName: string
  readonly kind: 'add' | 'widen' | 'remove'
  /** Where the statement is; its Sid, where it has one, goes before its place. */
  readonly index: number
  readonly sid?: string
  readonly statement: StatementText
  /** Of `widen`: one word more, plain and as YAML. */
  readonly more?: { readonly element: 'Action' | 'Resource'; readonly word: string; readonly yaml: string }
}

type Edited = { readonly text: string } | 'already there' | undefined

/**
 * The template's text with the change made and everything else as it was. Undefined where it has no such role, or is
 * written in a way that only a person can change (JSON, flow style).
 */
export function editPolicy(text: string, edit: PolicyEdit): Edited {
  if (text.trimStart().startsWith('{')) return undefined
  const document = parseDocument(text, { version: '1.1', merge: false, logLevel: 'silent' })
  const role = roleIn(document, edit)
  if (!role) return undefined
  const statements = edit.part === 'Policies' ? statementsOf(document, role, edit) : seqAt(document, [...role.properties, 'AssumeRolePolicyDocument', 'Statement'])
  if (statements) return editStatements(text, statements, edit)
  return edit.kind === 'add' && edit.part === 'Policies' ? withNewPolicy(text, document, role, edit) : undefined
}

interface Role {
  readonly properties: readonly (string | number)[]
  readonly isSam: boolean
}

function roleIn(document: Document, { logicalId }: PolicyEdit): Role | undefined {
  if (document.getIn(['Resources', logicalId, 'Type']) === 'AWS::IAM::Role') return { properties: ['Resources', logicalId, 'Properties'], isSam: false }
  const id = logicalId.replace(/Role$/, '')
  const isSam = document.getIn(['Resources', id, 'Type']) === 'AWS::Serverless::Function'
  return isSam ? { properties: ['Resources', id, 'Properties'], isSam } : undefined
}

function statementsOf(document: Document, { properties, isSam }: Role, { logicalId, policyName }: PolicyEdit): YAMLSeq<Node> | undefined {
  const policies = seqAt(document, [...properties, 'Policies'])
  if (!policies) return undefined
  if (isSam) {
    const place = new RegExp(`^${logicalId}Policy(\\d+)$`).exec(policyName)?.[1]
    return place === undefined ? undefined : seqAt(document, [...properties, 'Policies', Number(place), 'Statement'])
  }
  const named = policies.items.findIndex((item) => isMap(item) && item.get('PolicyName') === policyName)
  return named < 0 ? undefined : seqAt(document, [...properties, 'Policies', named, 'PolicyDocument', 'Statement'])
}

/** A list in block style that has something in it. */
function seqAt(document: Document, path: readonly (string | number)[]): YAMLSeq<Node> | undefined {
  const node = document.getIn(path, true)
  return isSeq<Node>(node) && !node.flow && node.items.length > 0 ? node : undefined
}

function editStatements(text: string, statements: YAMLSeq<Node>, edit: PolicyEdit): Edited {
  if (edit.kind === 'add') {
    if (statements.items.some((item) => isMap(item) && says(text, item, edit.statement))) return 'already there'
    const last = statements.items.at(-1)!
    return { text: insertBehind(text, last, itemLines(text, last, edit.statement)) }
  }
  const bySid = edit.sid === undefined ? undefined : statements.items.find((item) => isMap(item) && item.get('Sid') === edit.sid)
  const item = bySid ?? statements.items[edit.index]
  if (!item) return edit.kind === 'remove' ? 'already there' : undefined
  if (edit.kind === 'remove') return statements.items.length > 1 ? { text: withoutLines(text, item) } : undefined
  return isMap(item) && edit.more ? widened(text, item, edit.more) : undefined
}

/** The source of a value with its tag. */
function sourceOf(text: string, node: Node): string {
  const tag = node.tag?.startsWith('!') === true ? `${node.tag} ` : ''
  return `${tag}${text.slice(node.range![0], node.range![1]).trim()}`.replace(/^(![\w:]+) \1/, '$1')
}

/** Whether a statement has all of these words, and asks for no more than they do. */
function says(text: string, item: YAMLMap, statement: StatementText): boolean {
  if (item.has('Condition') && statement['Condition'] === undefined) return false
  return Object.entries(statement).every(([element, wanted]) => {
    const node = item.get(element, true) as unknown as Node | undefined
    if (!node) return false
    const said = isSeq<Node>(node) ? node.items.map((one) => sourceOf(text, one)) : [sourceOf(text, node)]
    return [wanted].flat().every((word) => said.includes(word))
  })
}

function widened(text: string, item: YAMLMap, { element, word, yaml }: NonNullable<PolicyEdit['more']>): Edited {
  const node = item.get(element, true) as unknown as Node | undefined
  if (!node?.range) return undefined
  const words = isSeq<Node>(node) ? node.items : [node]
  if (words.some((one) => (isScalar(one) && one.value === word) || sourceOf(text, one) === yaml)) return 'already there'
  if (isSeq<Node>(node) && !node.flow) return { text: insertBehind(text, node.items.at(-1)!, [`${indentOf(text, node.items[0]!)}- ${yaml}`]) }
  if (element === 'Action') return { text: replaced(text, node, `[${[...words.map((one) => sourceOf(text, one)), yaml].join(', ')}]`) }
  if (isSeq(node)) return undefined
  const start = startWithTag(text, node)
  const indent = `${' '.repeat(columnOf(text, item.range![0]))}  `
  const value = `\n${indent}- ${sourceOf(text, node)}\n${indent}- ${yaml}`
  return { text: `${text.slice(0, start).trimEnd()}${value}${text.slice(node.range[1])}` }
}

const replaced = (text: string, node: Node, value: string) => `${text.slice(0, startWithTag(text, node))}${value}${text.slice(node.range![1])}`

/** A node's range begins behind its tag. */
function startWithTag(text: string, node: Node): number {
  const start = node.range![0]
  const tag = /![\w:]+\s+$/.exec(text.slice(0, start))
  return tag && node.tag?.startsWith('!') ? start - tag[0].length : start
}

const lineStart = (text: string, offset: number) => text.lastIndexOf('\n', offset - 1) + 1
const columnOf = (text: string, offset: number) => offset - lineStart(text, offset)

/** What stands before the dash of a list's item. */
function indentOf(text: string, item: Node): string {
  const line = text.slice(lineStart(text, item.range![0]), item.range![0])
  return /^\s*/.exec(line)![0]
}

/** The end of the line on which a node ends. */
function lineEnd(text: string, node: Node): number {
  const end = node.range![1]
  const content = text.slice(0, end).trimEnd().length
  const newline = text.indexOf('\n', content)
  return newline < 0 ? text.length : newline
}

const insertBehind = (text: string, node: Node, lines: readonly string[]) =>
  `${text.slice(0, lineEnd(text, node))}\n${lines.join('\n')}${text.slice(lineEnd(text, node))}`

const withoutLines = (text: string, item: Node) => `${text.slice(0, lineStart(text, item.range![0]))}${text.slice(lineEnd(text, item) + 1)}`

function itemLines(text: string, beside: Node, statement: StatementText): string[] {
  const indent = indentOf(text, beside)
  return statementLines(statement).map((line) => `${indent}${line}`)
}

/** A statement as an item of a block list. */
export function statementLines(statement: StatementText): string[] {
  const lines = Object.entries(statement).flatMap(([name, value]) => (typeof value === 'string' ? [`${name}: ${value}`] : [`${name}:`, ...value.map((one) => `  - ${one}`)]))
  return lines.map((line, i) => `${i === 0 ? '- ' : '  '}${line}`)
}

function withNewPolicy(text: string, document: Document, { properties, isSam }: Role, { policyName, statement }: PolicyEdit): Edited {
  const policies = seqAt(document, [...properties, 'Policies'])
  const body = statementLines(statement)
  const policy = isSam
    ? [`- Version: '2012-10-17'`, '  Statement:', ...body.map((line) => `    ${line}`)]
    : [`- PolicyName: ${policyName}`, '  PolicyDocument:', `    Version: '2012-10-17'`, '    Statement:', ...body.map((line) => `      ${line}`)]
  if (policies) {
    const indent = indentOf(text, policies.items[0]!)
    return { text: insertBehind(text, policies.items.at(-1)!, policy.map((line) => `${indent}${line}`)) }
  }
  const map = document.getIn(properties, true)
  if (!isMap(map) || map.flow || map.has('Policies')) return undefined
  const last = map.items.at(-1)?.value
  const indent = ' '.repeat(columnOf(text, map.range![0]))
  return { text: insertBehind(text, last as Node, [`${indent}Policies:`, ...policy.map((line) => `${indent}  ${line}`)]) }
}

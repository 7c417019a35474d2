import type { NamedPolicy } from './decide.ts'
import { isObject, list, readPolicy, type Policy, type Statement } from './document.ts'
import { leastPrivilege, type UsedActions } from './least-privilege.ts'
import { glob, matches, matchesResource } from './pattern.ts'
import type { WrittenStatement } from './smallest-fix.ts'
import { coversAction, coversResource } from './statement.ts'

/** One statement that allows something, held against what was used. */
export interface ReviewedStatement {
  readonly policy: string
  /** Of a managed policy. */
  readonly policyArn?: string
  readonly sid?: string
  /** Place in its policy, from 0. */
  readonly index: number
  readonly statement: WrittenStatement
  readonly isUsed: boolean
  /** Words of its `Action` that nothing was done by. */
  readonly unusedActions: readonly string[]
  /** What it allows too much of: words of `Action` and `Resource`, or `NotAction`, `NotResource`. */
  readonly tooWide: readonly string[]
  /** Statements that would do in its place; none where it is not used. */
  readonly replacement: readonly WrittenStatement[]
}

/** Every statement of a policy that allows something. Overlapping statements all count as used. */
export function reviewPolicy(named: NamedPolicy, used: UsedActions): ReviewedStatement[] {
  const policy = readPolicy(named.document)
  const written = list((JSON.parse(named.document) as Record<string, unknown>)['Statement']).filter(isObject)
  return policy.statements.flatMap((statement) =>
    statement.effect === 'Deny' ? [] : [reviewStatement(named, policy, statement, written[statement.index]!, used)],
  )
}

function reviewStatement(named: NamedPolicy, policy: Policy, statement: Statement, written: WrittenStatement, used: UsedActions): ReviewedStatement {
  const own = coveredBy(statement, policy, used)
  const { sid, index } = statement
  return {
    policy: named.name,
    ...(named.arn === undefined ? {} : { policyArn: named.arn }),
    ...(sid === undefined ? {} : { sid }),
    index,
    statement: written,
    isUsed: own.size > 0,
    unusedActions: statement.actions.not ? [] : words(written['Action']).filter((word) => ![...own.keys()].some((action) => isAction(word, action))),
    tooWide: tooWide(written, own),
    replacement: leastPrivilege(own).map((one) => inPlaceOf(written, one)),
  }
}

const words = (value: unknown) => list(value).map(String)
const isAction = (word: string, action: string) => matches(glob(word.toLowerCase()), action.toLowerCase())

/** What a condition asked for is still asked. */
const inPlaceOf = ({ Condition }: WrittenStatement, statement: WrittenStatement): WrittenStatement =>
  Condition === undefined ? statement : { ...statement, Condition }

function coveredBy(statement: Statement, policy: Policy, used: UsedActions): Map<string, readonly string[]> {
  const open = withoutVariables(statement)
  const found = new Map<string, readonly string[]>()
  for (const [action, resources] of used) {
    if (!coversAction(statement, action)) continue
    const covered = resources.filter((resource) => covers(open, policy, resource))
    if (covered.length > 0) found.set(action, covered)
  }
  return found
}

function covers(statement: Statement, policy: Policy, resource: string): boolean {
  if (coversResource(statement, { ...policy, variables: false }, { resource, lookup: () => undefined })) return true
  // Of very many resources only the folders are known.
  return resource.endsWith('/*') && (statement.resources?.values ?? []).some(({ text }) => matchesResource(glob(resource), text))
}

/** What a variable stood for then is not known any more. */
function withoutVariables(statement: Statement): Statement {
  const { resources } = statement
  if (!resources) return statement
  const values = resources.values.map(({ text }) => {
    const open = text.replace(/\$\{[^}]*\}/g, '*')
    return { text: open, pattern: glob(open), isPlain: false }
  })
  return { ...statement, resources: { ...resources, values } }
}

function tooWide(written: WrittenStatement, own: UsedActions): string[] {
  const inverted = ['NotAction', 'NotResource'].filter((element) => written[element] !== undefined)
  const actions = words(written['Action']).filter((word) => word.includes('*'))
  // Some actions have no resource, and of them `*` is the only one that can be said.
  const isNeeded = own.size > 0 && [...own.values()].every((resources) => resources.every((resource) => resource === '*'))
  const resources = words(written['Resource']).filter((word) => isEverything(word) && !(word === '*' && isNeeded))
  return [...inverted, ...actions, ...resources]
}

/** Whether a resource names none: `*`, or an ARN with nothing fixed in its last part but the type (`stream/*`, `log-group:*`). */
function isEverything(resource: string): boolean {
  if (!resource.includes('*')) return false
  const parts = resource.split(':')
  const name = parts.slice(5).join(':')
  // In a bucket's ARN there is no type before the name.
  return parts.length < 6 || (parts[2] === 's3' ? /^\*/ : /^(?:[\w-]+[/:])?\*/).test(name)
}

import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { editPolicy, loadTemplate, type PolicyEdit, type StatementText } from '../../template/index.ts'
import { unifiedDiff } from './diff.ts'
import { asYaml, expressArn, quoted, type Place } from './express-arn.ts'
import type { Remedy, Statement } from './iam-answers.ts'
import type { Session } from './session.ts'
import { fixture, type StackOptions } from './stack.ts'

/** The template that a stack was seeded from, as far as it is known, and the stack. */
export interface TemplateAtHand {
  readonly file: string
  readonly text: string
  readonly place: Place
}

export function templateAtHand({ stack, endpoints }: Session, { template }: StackOptions): TemplateAtHand | undefined {
  if (!stack) return undefined
  const file = template ?? fixture('template.yaml')
  try {
    return { file, text: readFileSync(file, 'utf8'), place: { ...stack, region: endpoints.region } }
  } catch {
    return undefined
  }
}

/** A change of a role's policy in the template, as a unified diff; or that the template has it already. */
export type Patch = { readonly diff: readonly string[] } | 'already there'

/** The changes in the template, one after the other; undefined for those that it cannot make. */
export function patchesFor(remedies: readonly Remedy[], at: TemplateAtHand): (Patch | undefined)[] {
  let { text } = at
  const near = relative(process.cwd(), at.file)
  const name = near.startsWith('..') ? at.file : near
  return remedies.map((remedy) => {
    const edit = editFor(remedy, at)
    const edited = edit && editPolicy(text, edit)
    if (edited === undefined || edited === 'already there') return edited
    const hunk = unifiedDiff(text, edited.text)
    text = edited.text
    return { diff: [`--- ${name}`, `+++ ${name}`, ...hunk] }
  })
}

function editFor(remedy: Remedy, at: TemplateAtHand): PolicyEdit | undefined {
  const { holder, kind, index, statement, before, policyName = '' } = remedy
  if (holder !== 'role' && holder !== 'trust') return undefined
  const name = remedy.holderName.slice(remedy.holderName.lastIndexOf('/') + 1)
  const logicalId = roleId(at.place, name)
  if (logicalId === undefined) return undefined
  const avoid = dependentsOf(logicalId, at)
  const more = kind === 'widen' ? { more: added(statement, before ?? {}, at.place, avoid) } : {}
  const sid = statement['Sid']
  return {
    ...{ logicalId, policyName, kind, index, ...more },
    part: holder === 'trust' ? 'AssumeRolePolicyDocument' : 'Policies',
    statement: statementText(statement, at.place, avoid),
    ...(typeof sid === 'string' ? { sid } : {}),
  }
}

export const roleId = ({ resources }: Pick<Place, 'resources'>, name: string): string | undefined =>
  Object.entries(resources).find(([, { type, ref }]) => type === 'AWS::IAM::Role' && ref === name)?.[0]

/** The word that a wider statement has more than the one before. */
function added(statement: Statement, before: Statement, place: Place, avoid: ReadonlySet<string>): NonNullable<PolicyEdit['more']> {
  const element = JSON.stringify(statement['Action']) === JSON.stringify(before['Action']) ? ('Resource' as const) : ('Action' as const)
  const word = String([statement[element]].flat().at(-1))
  return { element, word, yaml: element === 'Action' ? quoted(word) : asYaml(expressArn(word, place, avoid)) }
}

/** A statement in the template's terms. */
export function statementText(statement: Statement, place: Place | undefined, avoid: ReadonlySet<string>): StatementText {
  return Object.fromEntries(Object.entries(statement).map(([name, value]) => {
    if (name === 'Action') return [name, flow([value].flat().map((word) => quoted(String(word))))]
    if (name !== 'Resource') return [name, typeof value === 'string' ? quoted(value) : JSON.stringify(value)]
    const resources = [value].flat().map((arn) => asYaml(expressArn(String(arn), place, avoid)))
    return [name, resources.length === 1 ? resources[0]! : resources]
  }))
}

const flow = (words: readonly string[]) => (words.length === 1 ? words[0]! : `[${words.join(', ')}]`)

/** Logical ids that come after a role: its policies cannot refer to them. All is well where the template cannot be told. */
export function dependentsOf(logicalId: string, { text, file, place }: TemplateAtHand): ReadonlySet<string> {
  try {
    const pseudo = { accountId: place.account, region: place.region, partition: 'aws', stackName: place.name, stackId: '', urlSuffix: 'amazonaws.com', notificationArns: [] }
    const { resources } = loadTemplate(text, file, { pseudo })
    const found = new Set([logicalId])
    // In the order in which they are made, so that one look is enough.
    for (const { logicalId: id, dependsOn } of resources) if (dependsOn.some((one) => found.has(one))) found.add(id)
    return found
  } catch {
    return new Set([logicalId])
  }
}

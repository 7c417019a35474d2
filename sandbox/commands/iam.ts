import { statementLines } from '../template/index.ts'
import { askIam, type Review, type ReviewedRole, type ReviewedStatement } from './support/iam-answers.ts'
import { writeJunit } from './support/junit.ts'
import { paint, print, printJson } from './support/output.ts'
import { dependentsOf, roleId, statementText, templateAtHand, type TemplateAtHand } from './support/policy-patch.ts'
import type { Session } from './support/session.ts'
import { asObject, asTemplate, suggestionFor } from './support/suggested-policies.ts'
import type { TargetOptions } from './support/target.ts'
import { EXIT, UserError } from './support/user-error.ts'

export interface SuggestOptions extends TargetOptions {
  readonly role?: string
  readonly format?: 'yaml' | 'json'
  readonly json?: boolean
}

/** `sandbox iam suggest`: for each role the policy that would have been enough for what was done since the start. */
export async function suggest(options: SuggestOptions): Promise<void> {
  const { review, session } = await reviewed(options, options.role === undefined ? {} : { role: options.role })
  const at = templateAtHand(session, options)
  const suggestions = review.roles.map((role) => suggestionFor(role, at))
  if (options.json || options.format === 'json') return printJson(asObject(suggestions, at))
  print(asTemplate(suggestions, at))
}

export interface GateOptions extends TargetOptions {
  /** Patterns of what may stay, as `role/policy/statement`. */
  readonly allow?: readonly string[]
  readonly junit?: string
  readonly json?: boolean
}

interface Finding {
  /** `role/policy/sid`; a statement without a Sid goes by its number. */
  readonly name: string
  readonly role: string
  readonly policy: string
  readonly statement: string
  readonly problems: readonly string[]
  readonly isAllowed: boolean
  readonly replacement: ReviewedStatement['replacement']
}

/** `sandbox iam gate`: fails where a role has a statement that nothing was done by, or one that allows `*`. */
export async function gate(options: GateOptions): Promise<void> {
  const { review, session } = await reviewed(options, {})
  const findings = review.roles.flatMap((role) => role.statements.map((one) => findingOf(role, one, options.allow ?? [])))
  const failed = findings.filter(({ problems, isAllowed }) => problems.length > 0 && !isAllowed)
  if (options.junit !== undefined) writeJunit(options.junit, 'iam', findings.map((one) => ({ name: one.name, duration_ms: 0, ...(failed.includes(one) ? { failure: one.problems.join('; ') } : {}) })))
  if (failed.length > 0) process.exitCode = EXIT.pipelineFailed
  if (options.json) return printJson({ passed: failed.length === 0, statements: findings })
  for (const one of findings.filter(({ problems }) => problems.length > 0)) printFinding(one, templateAtHand(session, options))
  const idle = review.roles.filter(({ used }) => used.length === 0).map(({ role }) => role)
  if (idle.length > 0) print(`\nNothing was done by ${idle.join(', ')}: run the pipeline first, as by "sandbox upload notes.txt" and "sandbox wait --idle".`)
  const [count, roles] = [findings.length, review.roles.length]
  print(failed.length === 0 ? paint('green', `All is well: ${count} statements of ${roles} roles, each used and none too wide.`) : `\n${failed.length} of ${count} statements fail.`)
}

async function reviewed(options: TargetOptions, query: Readonly<Record<string, string>>): Promise<{ review: Review; session: Session }> {
  const { answer, session, message } = await askIam<Review>(options, 'review', query)
  if (!answer) throw new UserError(message, EXIT.pipelineFailed)
  if (query['role'] !== undefined && answer.roles.length === 0) throw new UserError(`There is no role ${query['role']}.`, EXIT.usage)
  if (answer.mode === 'off') throw new UserError('Policies are off here (--iam off), so nobody knows what was used. Start with --iam enforce or audit.', EXIT.pipelineFailed)
  if (answer.roles.every(({ used }) => used.length === 0))
    throw new UserError('No role has done anything since the sandbox started. Run the pipeline first, as by "sandbox upload notes.txt" and "sandbox wait --idle".', EXIT.pipelineFailed)
  return { review: answer, session }
}

function findingOf({ role }: ReviewedRole, one: ReviewedStatement, allow: readonly string[]): Finding {
  const policy = one.policyArn ?? one.policy.slice(`role_${role}_`.length)
  const statement = one.sid ?? String(one.index + 1)
  const shown = one.policyArn === undefined ? policy : one.policy
  const name = `${role}/${shown}/${statement}`
  const problems = [
    ...(one.isUsed ? [] : ['not used']),
    ...one.tooWide.map((word) => (/^Not/.test(word) ? `${word} allows all but a few` : `too wide: ${word}`)),
  ]
  return { name, role, policy, statement, problems, isAllowed: allow.some((pattern) => matches(pattern, name)), replacement: one.replacement }
}

/** `*` stands for anything; a pattern may leave out what is before its first slash's part. */
function matches(pattern: string, name: string): boolean {
  const source = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')
  return new RegExp(`^(?:.*/)?${source}$`).test(name)
}

function printFinding({ name, role, problems, isAllowed, replacement }: Finding, at: TemplateAtHand | undefined): void {
  print(`${isAllowed ? paint('dim', '–') : paint('red', '✗')} ${paint('bold', name)}: ${problems.join('; ')}${isAllowed ? ' (allowed)' : ''}`)
  if (isAllowed) return
  if (replacement.length === 0) return print(`  ${paint('green', '→')} Remove it.`)
  print(`  ${paint('green', '→')} In its place:`)
  const logicalId = at && roleId(at.place, role)
  const avoid = at && logicalId !== undefined ? dependentsOf(logicalId, at) : new Set<string>()
  for (const statement of replacement) for (const line of statementLines(statementText(statement, at?.place, avoid))) print(`    ${line}`)
}

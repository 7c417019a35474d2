import { askIam, type Check, type ExplainedCall, type Explanation, type Remedy, type StatementTrace } from './support/iam-answers.ts'
import { paint, print, printJson, table } from './support/output.ts'
import { commandFor } from './support/policy-command.ts'
import { patchesFor, templateAtHand, type Patch, type TemplateAtHand } from './support/policy-patch.ts'
import { explainRefusal } from './support/refusals.ts'
import type { TargetOptions } from './support/target.ts'
import { EXIT, UserError } from './support/user-error.ts'

export interface WhyOptions extends TargetOptions {
  readonly json?: boolean
}

/** `sandbox why [requestId]`: who wanted what, which statements mattered, and the smallest change that would allow it. */
export async function why(request: string | undefined, options: WhyOptions): Promise<void> {
  const { session, answer, message } = await askIam<Explanation>(options, 'why', { request: request ?? 'last' })
  if (!answer) {
    if (request !== undefined && request !== 'last') throw new UserError(message, EXIT.usage)
    return options.json ? printJson({ message }) : print(message)
  }
  const template = templateAtHand(session, options)
  if (options.json) return printJson({ call: withFixes(answer.call, template), within: answer.within.map((call) => withFixes(call, template)) })
  explain(answer.call, template)
  for (const call of answer.within) {
    print(`\n${paint('bold', 'A call that was made for it was refused:')}`)
    explain(call, template)
  }
}

interface Fix extends Remedy {
  readonly patch?: Patch | undefined
  readonly command?: string | undefined
}

function fixesOf({ remedies = [] }: Check, template: TemplateAtHand | undefined): Fix[] {
  const patches = template ? patchesFor(remedies, template) : []
  return remedies.map((remedy, i) => ({ ...remedy, patch: patches[i], command: commandFor(remedy) }))
}

function withFixes({ checks, ...call }: ExplainedCall, template: TemplateAtHand | undefined) {
  const refusal = call.outcome === 'refused' ? explainRefusal({ ...call, checks }) : {}
  return { ...call, ...refusal, checks: checks.map(({ remedies, ...check }) => (remedies ? { ...check, remedies: fixesOf({ ...check, remedies }, template) } : check)) }
}

const HEADS: Readonly<Record<ExplainedCall['outcome'], readonly [colour: 'red' | 'yellow' | 'green', text: string]>> = {
  denied: ['red', 'denied by policies'],
  audited: ['yellow', 'let through, but policies would refuse it (--iam audit)'],
  refused: ['red', 'refused before any policy was asked'],
  failed: ['yellow', 'not refused; it failed for another reason'],
  allowed: ['green', 'allowed'],
}

function explain(call: ExplainedCall, template: TemplateAtHand | undefined): void {
  const [colour, text] = HEADS[call.outcome]
  print(`${paint(colour, '●')} ${paint('bold', `${call.service} ${call.operation}`)}: ${text}`)
  const answered = `${call.status}${call.error === undefined ? '' : ` ${call.error}`}`
  print(table([
    ['principal', call.principal],
    ...(call.role === undefined ? [] : [['role', call.role] as const]),
    ['request', `${call.requestId}  ${new Date(call.time).toISOString()}`],
    ['answered', call.message === undefined || call.message === '' ? answered : `${answered}: ${call.message}`],
    ...(call.fault === undefined ? [] : [['fault', `${call.fault}, injected on purpose`] as const]),
  ]))
  if (call.outcome === 'refused') {
    const { problem, remedy } = explainRefusal(call)
    print(`\n${problem}\n${paint('green', '→')} ${remedy}`)
  }
  if (call.checks.length === 0 && (call.outcome === 'allowed' || call.outcome === 'failed')) print(`\n${unasked(call)}`)
  for (const check of call.checks) explainCheck(check, call, template)
}

function unasked({ service, principal }: ExplainedCall): string {
  if (service === 'execute-api') return 'The request passed its route\'s authorizer, or the route has none.'
  if (principal.endsWith(':root')) return 'No policy was asked: the root user needs none in its own account.'
  return 'No policy was asked: the operation needs no rights, its caller is a service that acts for itself, or policies are off (--iam off).'
}

const LAYERS: Readonly<Record<string, string>> = {
  identity: 'the caller\'s own policies (identity)', resource: 'the policy of the resource', trust: 'the role\'s trust policy',
  boundary: 'the permissions boundary', session: 'the session policy',
}

function explainCheck(check: Check, call: ExplainedCall, template: TemplateAtHand | undefined): void {
  const isDenied = check.decision !== 'allow'
  const how = check.decision === 'explicitDeny' ? 'explicitly denied by' : 'not allowed by'
  print(`\n${paint(isDenied ? 'red' : 'green', isDenied ? '✗' : '✓')} ${paint('bold', check.action)} on ${check.resource}`)
  if (isDenied) print(`  ${how} ${LAYERS[check.layer ?? ''] ?? check.layer}`)
  if (isDenied && check.action === 's3:ListBucket' && /^(?:Get|Head)Object/.test(call.operation))
    print('  The key is not there. S3 says so (404) only to who may list the bucket; all others are told 403.')
  if (check.statements.length > 0) print(table(check.statements.map((one) => [one.effect, statementLine(one)])))
  else if (isDenied) print(`  ${paint('dim', 'No statement names this action.')}`)
  const keys = Object.entries(check.keys)
  if (keys.length > 0) print(table(keys.map(([key, value]) => [key, value === null ? '(not in the request)' : [value].flat().join(', ')])))
  if (isDenied) explainFixes(fixesOf(check, template), check)
}

function statementLine({ sid, index, policy, policyArn, layer, outcome, detail }: StatementTrace): string {
  const name = `${sid ?? `statement ${index + 1}`} of ${policyArn ?? policy} (${layer})`
  if (outcome === 'applies') return `${name}: applies`
  return `${name}: does not apply, ${detail === undefined ? `its ${outcome} is another` : `its condition is not met: ${detail}`}`
}

function explainFixes(fixes: readonly Fix[], { remedies }: Check): void {
  if (!remedies) return print('  No change of a policy would allow it.')
  if (fixes.length === 0) return print(`\n${paint('green', '→')} Policies have changed since: now it would be allowed.`)
  for (const fix of fixes) explainFix(fix)
  if (fixes.some(({ patch }) => typeof patch === 'object')) print(paint('dim', 'Then: sandbox seed'))
}

function explainFix(fix: Fix): void {
  const { patch, command, statement } = fix
  print(`\n${paint('green', '→')} ${advice(fix)}`)
  if (patch === 'already there') return print('  The template has it already, but not what is deployed: sandbox seed')
  if (patch) return patch.diff.forEach((line) => print(line.startsWith('+') ? paint('green', line) : line.startsWith('-') ? paint('red', line) : line))
  print(JSON.stringify(statement, null, 2))
  if (command !== undefined) print(`\n${command}`)
}

function advice({ kind, holder, holderName, policyName, policy, statement, index }: Fix): string {
  const name = typeof statement['Sid'] === 'string' ? statement['Sid'] : `${index + 1}`
  const where = policyName ?? policy?.name ?? `a new policy`
  const whose = holder === 'resource' ? `the policy of ${holderName}` : holder === 'trust' ? `the trust policy of ${holderName}` : holder === 'session' ? 'the session policy that was passed when the role was assumed' : holder === 'managed' || holder === 'aws' ? holderName : `policy ${where} of ${holder} ${holderName}`
  if (kind === 'remove' && holder === 'aws') return `Detach ${holderName}: its statement ${name} denies this, and AWS's own policies cannot be changed.`
  if (kind === 'remove') return `Statement ${name} of ${whose} denies this: it must go, or be narrowed (by its Resource, or a Condition) so that it spares this request.`
  return kind === 'widen' ? `Let statement ${name} of ${whose} allow this too:` : `Add a statement to ${whose}:`
}

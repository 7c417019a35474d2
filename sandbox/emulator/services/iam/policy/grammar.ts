import { malformedPolicy } from '../errors.ts'
import { isOperator } from './conditions.ts'

export type PolicyUse = 'trust' | 'identity'

type Statement = Record<string, unknown>

const FIELDS = new Set([
  'Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition',
])
const TRUST_ACTION = /^sts:(\*|AssumeRole\*?|AssumeRoleWithSAML|AssumeRoleWithWebIdentity|TagSession|SetSourceIdentity|SetContext)$/i

/**
 * Checks a policy document against IAM's grammar; throws `MalformedPolicyDocument` with IAM's sentence for the first
 * thing that is wrong. A trust policy names principals and no resources, an identity policy the other way round.
 */
export function checkPolicy(document: string, use: PolicyUse): void {
  const policy = parse(document, use)
  const version = policy['Version']
  if (version !== undefined && version !== '2012-10-17' && version !== '2008-10-17') throw syntaxError()
  for (const name of Object.keys(policy)) if (!['Version', 'Id', 'Statement'].includes(name)) throw syntaxError()
  const statements = asList(policy['Statement'])
  if (statements.length === 0) throw policy['Statement'] === undefined ? malformedPolicy('Missing required field Statement') : syntaxError()
  for (const statement of statements) checkStatement(statement, use)
  checkSids(statements as Statement[])
}

function parse(document: string, use: PolicyUse): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(document)
  } catch {
    throw use === 'trust' ? malformedPolicy('This policy contains invalid Json') : syntaxError()
  }
  if (!isObject(value)) throw syntaxError()
  return value
}

function checkStatement(value: unknown, use: PolicyUse): void {
  if (!isObject(value)) throw syntaxError()
  for (const name of Object.keys(value)) if (!FIELDS.has(name)) throw syntaxError()
  if (value['Effect'] === undefined) throw malformedPolicy('Missing required field Effect')
  if (value['Effect'] !== 'Allow' && value['Effect'] !== 'Deny') throw malformedPolicy(`Invalid effect: ${String(value['Effect'])}`)
  checkActions(value)
  checkConditions(value['Condition'] ?? {})
  if (use === 'trust') checkTrust(value)
  else checkIdentity(value)
}

/** An operator that does not exist is only seen where it is given something to compare. */
function checkConditions(conditions: unknown): void {
  if (!isObject(conditions)) throw syntaxError()
  for (const [operator, keys] of Object.entries(conditions)) {
    if (!isObject(keys)) throw syntaxError()
    const values = Object.values(keys).flatMap(asList)
    if (values.some((value) => typeof value === 'object')) throw syntaxError()
    if (Object.keys(keys).length > 0 && !isOperator(operator)) throw syntaxError()
  }
}

function checkActions(statement: Statement): void {
  const actions = texts(statement['Action'] ?? statement['NotAction'])
  if (actions.length === 0) throw malformedPolicy('Policy statement must contain actions.')
  if (statement['Action'] !== undefined && statement['NotAction'] !== undefined) throw syntaxError()
  for (const action of actions) {
    if (action !== '*' && !action.includes(':'))
      throw malformedPolicy('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.')
  }
}

function checkTrust(statement: Statement): void {
  for (const name of ['Resource', 'NotResource'])
    if (statement[name] !== undefined) throw malformedPolicy(`Has prohibited field ${name}`)
  if (statement['Principal'] === undefined && statement['NotPrincipal'] === undefined)
    throw malformedPolicy('Missing required field Principal')
  for (const action of texts(statement['Action']))
    if (!TRUST_ACTION.test(action)) throw malformedPolicy('AssumeRole policy may only specify STS AssumeRole actions.')
  const principal = statement['Principal'] ?? statement['NotPrincipal']
  if (principal !== '*' && (!isObject(principal) || Object.keys(principal).length === 0)) throw malformedPolicy('Invalid principal in policy.')
}

function checkIdentity(statement: Statement): void {
  if (statement['Principal'] !== undefined || statement['NotPrincipal'] !== undefined)
    throw malformedPolicy('Policy document should not specify a principal.')
  const resources = texts(statement['Resource'] ?? statement['NotResource'])
  if (resources.length === 0) throw malformedPolicy('Policy statement must contain resources.')
  for (const resource of resources) {
    if (resource === '*') continue
    if (!/^arn:/.test(resource)) throw malformedPolicy(`Resource ${resource} must be in ARN format or "*".`)
    if (!/^arn:[^:]*:[^:*?]+/.test(resource)) throw malformedPolicy('Resource vendor must be fully qualified and cannot contain regexes.')
  }
}

function checkSids(statements: readonly Statement[]): void {
  const seen = new Set<unknown>()
  for (const { Sid: sid } of statements) {
    if (sid === undefined || sid === '') continue
    if (seen.has(sid)) throw malformedPolicy('Statement IDs (SID) in a single policy must be unique.')
    seen.add(sid)
  }
}

const syntaxError = () => malformedPolicy('Syntax errors in policy.')

const asList = (value: unknown): unknown[] => (value === undefined ? [] : Array.isArray(value) ? value : [value])

/** The strings of a member that is a string or a list of strings; anything else is a syntax error. */
function texts(value: unknown): string[] {
  const list = asList(value)
  if (!list.every((item) => typeof item === 'string')) throw syntaxError()
  return list
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

import * as errors from './errors.ts'
import { appliesTo, isConditionKey, mayHave } from './policy-actions.ts'

const MOST_BYTES = 20 * 1024
const VERSIONS: readonly unknown[] = ['2008-10-17', '2012-10-17']
const FIELDS = ['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition']
const OPERATOR =
  /^(ForA(ll|ny)Values?:)?(String(Not)?(Equals|EqualsIgnoreCase|Like)|(Numeric|Date)((Not)?Equals|(LessThan|GreaterThan)(Equals)?)|Bool|BinaryEquals|(Not)?IpAddress|Arn(Not)?(Equals|Like)|Null)(IfExists)?$/i
const PRINCIPALS: Readonly<Record<string, RegExp>> = {
  AWS: /^(\*|\d{12}|A[A-Z0-9]{15,}|arn:aws:(iam::\d{12}:(root|(user|role)\/[\w+=,.@/-]+)|sts::\d{12}:(assumed-role|federated-user)\/[\w+=,.@/-]+|iam::cloudfront:user\/.+))$/,
  Service: /^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/,
  Federated: /./,
  CanonicalUser: /^[0-9a-f]{64}$/,
}

type Json = Readonly<Record<string, unknown>>

/**
 * Throws `MalformedPolicy`, with what is at fault as its `Detail`, for what is no policy of `bucket`. Gives the ARNs of
 * the users and roles that it names: whether they exist is yet to be seen.
 */
export function checkPolicy(text: string, bucket: string): string[] {
  const policy = parse(text)
  if (!policy) throw errors.malformedPolicy("Policies must be valid JSON and the first byte must be '{'")
  if (Buffer.byteLength(text) > MOST_BYTES) throw errors.malformedPolicy('Policy exceeds the maximum allowed document size.')
  const { Version: version, Statement: given } = policy
  if (version !== undefined && !VERSIONS.includes(version)) throw errors.malformedPolicy('The policy must contain a valid version string')
  if (given === undefined) throw missing('Statement')
  if (Object.keys(policy).some((name) => !['Version', 'Id', 'Statement'].includes(name))) throw syntax()
  const statements = Array.isArray(given) ? given : [given]
  if (statements.length === 0) throw errors.malformedPolicy('Could not parse the policy: Statement is empty!')
  return statements.flatMap((statement, index) => checkStatement(statement, index, bucket))
}

function checkStatement(statement: unknown, index: number, bucket: string): string[] {
  if (!isObject(statement) || Object.keys(statement).some((name) => !FIELDS.includes(name))) throw syntax()
  const { Sid: sid, Effect: effect, Condition: condition = {} } = statement
  if (sid !== undefined && typeof sid !== 'string') throw syntax()
  for (const name of ['Effect', 'Principal', 'Action', 'Resource'])
    if (statement[name] === undefined && statement[`Not${name}`] === undefined) throw missing(name)
  if (effect !== 'Allow' && effect !== 'Deny') throw errors.malformedPolicy(`Invalid effect: ${String(effect)}`)
  const named = checkPrincipal(statement['Principal'] ?? statement['NotPrincipal'])
  const actions = texts(statement['Action'] ?? statement['NotAction'])
  const unknown = actions.find((action) => !appliesTo(action))
  if (unknown !== undefined) throw errors.malformedPolicy('Policy has invalid action', unknown)
  const resources = texts(statement['Resource'] ?? statement['NotResource'])
  const own = `arn:aws:s3:::${bucket}`
  const foreign = resources.find((resource) => !resource.startsWith(own) || !['', '/', '*'].includes(resource.charAt(own.length)))
  if (foreign !== undefined) throw errors.malformedPolicy('Policy has invalid resource', foreign)
  if (statement['Action'] !== undefined && statement['Resource'] !== undefined) checkReach(actions, resources, sid || `NO_ID-${index}`, own)
  checkConditions(condition, statement['Action'] === undefined ? [] : actions)
  return named
}

function checkPrincipal(principal: unknown): string[] {
  if (principal === '*') return []
  if (!isObject(principal)) throw syntax()
  const all = Object.entries(principal).flatMap(([type, values]) => texts(values).map((value) => [type, value] as const))
  const wrong = all.find(([type, value]) => !PRINCIPALS[type]?.test(value))
  if (wrong) throw invalidPrincipal(...wrong)
  if (all.length === 0) throw syntax()
  return all.flatMap(([type, value]) => (type === 'AWS' && /^arn:aws:iam::\d{12}:(user|role)\//.test(value) ? [value] : []))
}

/** Each action must be about something that the statement names: the bucket itself, or objects in it. */
function checkReach(actions: readonly string[], resources: readonly string[], statement: string, own: string): void {
  const named = { buckets: resources.some((resource) => !resource.includes('/')), objects: resources.some((resource) => resource !== own) }
  const idle = actions.find((action) => {
    const wanted = appliesTo(action)!
    return !(wanted.buckets && named.buckets) && !(wanted.objects && named.objects)
  })
  if (idle !== undefined)
    throw errors.malformedPolicy('Action does not apply to any resource(s) in statement', `Action "${idle}" in Statement "${statement}"`)
}

function checkConditions(condition: unknown, actions: readonly string[]): void {
  if (!isObject(condition)) throw syntax()
  for (const [operator, keys] of Object.entries(condition)) {
    if (!OPERATOR.test(operator)) throw errors.malformedPolicy(`Invalid Condition type : ${operator}`)
    if (!isObject(keys)) throw syntax()
    const wrong = Object.keys(keys).find((key) => !isConditionKey(key))
    if (wrong !== undefined) throw errors.malformedPolicy('Policy has an invalid condition key', wrong)
    if (Object.keys(keys).some((key) => actions.some((action) => !mayHave(action, key))))
      throw errors.malformedPolicy('Conditions do not apply to combination of actions and resources in statement')
    if (Object.values(keys).flat().some((value) => typeof value === 'object')) throw syntax()
  }
}

function parse(text: string): Json | undefined {
  try {
    const value: unknown = text.startsWith('{') ? JSON.parse(text) : undefined
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** A text, or a list of some. */
function texts(value: unknown): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value]
  if (list.length === 0 || !list.every((one) => typeof one === 'string')) throw syntax()
  return list as string[]
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const missing = (name: string) => errors.malformedPolicy(`Missing required field ${name}`)
const syntax = () => errors.malformedPolicy('Invalid policy syntax.')
export const invalidPrincipal = (type: string, value: string) => errors.malformedPolicy('Invalid principal in policy', `"${type}" : "${value}"`)

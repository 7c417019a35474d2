import * as errors from './errors.ts'

interface Statement {
  readonly Effect?: unknown
  readonly Principal?: unknown
  readonly Condition?: unknown
}

/** Condition keys whose fixed values make a policy for everybody one for some ("The meaning of public", User Guide). */
const RESTRICTING =
  /^(aws:(sourceip|sourcearn|sourcevpc|sourcevpce|sourceaccount|sourceorgid|sourceowner|userid|principalorgid|principalorgpaths|principalaccount|principalarn)|s3:(dataaccesspointarn|dataaccesspointaccount|x-amz-server-side-encryption-aws-kms-key-id))$/

/** Throws `MalformedPolicy` for what is no policy. */
export function checkPolicy(text: string): void {
  const policy = parse(text)
  if (!policy) throw errors.malformedPolicy("Policies must be valid JSON and the first byte must be '{'")
  if (policy.Statement === undefined) throw errors.malformedPolicy('Missing required field Statement')
}

/** Whether a policy allows something to everybody. */
export function isPublicPolicy(text: string): boolean {
  const statements = [parse(text)?.Statement ?? []].flat() as Statement[]
  return statements.some(({ Effect, Principal, Condition }) => Effect === 'Allow' && isEverybody(Principal) && !isRestricted(Condition))
}

function parse(text: string): { readonly Statement?: unknown } | undefined {
  try {
    return text.startsWith('{') ? (JSON.parse(text) as object) : undefined
  } catch {
    return undefined
  }
}

function isEverybody(principal: unknown): boolean {
  if (typeof principal !== 'object' || principal === null) return principal === '*'
  return Object.values(principal).flat().includes('*')
}

function isRestricted(condition: unknown): boolean {
  if (typeof condition !== 'object' || condition === null) return false
  return Object.values(condition).some((keys) => Object.keys(keys as object).some((key) => RESTRICTING.test(key.toLowerCase())))
}

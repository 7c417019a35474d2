interface Statement {
  readonly Effect?: unknown
  readonly Principal?: unknown
  readonly Condition?: unknown
}

/** Condition keys whose fixed values make a policy for everybody one for some ("The meaning of public", User Guide). */
const RESTRICTING =
  /^(aws:(sourceip|sourcearn|sourcevpc|sourcevpce|sourceaccount|sourceorgid|sourceowner|userid|principalorgid|principalorgpaths|principalaccount|principalarn)|s3:(dataaccesspointarn|dataaccesspointaccount|x-amz-server-side-encryption-aws-kms-key-id))$/

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

import { AwsError } from '../../../kernel/errors.ts'
import type { Decision, DecisionRequest, Layer } from './decide.ts'

/** How a service words and wraps its refusals. */
interface Manner {
  readonly code: 'AccessDenied' | 'AccessDeniedException'
  readonly status: 400 | 403
  /** It says `on resource: *` where others leave the resource out. */
  readonly showsStar?: true
  readonly resource?: (arn: string, action: string) => string
  /** It keeps its reasons from callers of other accounts, and from nobody in particular. */
  readonly isTerseAbroad?: true
  /** It does not say which allow is missing. */
  readonly isTerse?: true
}

const ELSEWHERE: Manner = { code: 'AccessDeniedException', status: 400 }

const MANNERS: Readonly<Record<string, Manner>> = {
  s3: { code: 'AccessDenied', status: 403, resource: (arn) => `"${arn}"`, isTerseAbroad: true },
  iam: { code: 'AccessDenied', status: 403, showsStar: true, resource: iamResource },
  sts: { code: 'AccessDenied', status: 403 },
  cloudwatch: { code: 'AccessDenied', status: 403 },
  cloudformation: { code: 'AccessDenied', status: 403 },
  lambda: { code: 'AccessDeniedException', status: 403, showsStar: true },
  apigateway: { code: 'AccessDeniedException', status: 403 },
  restapis: { code: 'AccessDeniedException', status: 403 },
  'execute-api': { code: 'AccessDeniedException', status: 403 },
  'cognito-idp': { code: 'AccessDeniedException', status: 400, showsStar: true },
}

/** The error of a denied request, as the service that was called words it, or else the action's; undefined where it is allowed. */
export function denialOf(request: DecisionRequest, decision: Decision): AwsError | undefined {
  if (decision.decision === 'allow') return undefined
  const manner = MANNERS[request.answeredBy ?? ''] ?? MANNERS[request.action.split(':')[0]!.toLowerCase()] ?? ELSEWHERE
  return new AwsError(manner.code, sentence(request, decision, manner), { status: manner.status })
}

function sentence(request: DecisionRequest, decision: Decision, manner: Manner): string {
  const { principal, action, resource } = request
  const isAbroad = principal.type === 'anonymous' || principal.account !== request.resourceAccount
  if (manner.isTerseAbroad && isAbroad) return 'Access Denied'
  const shown = manner.resource?.(resource, action) ?? resource
  const where = resource === '*' && !manner.showsStar ? '' : ` on resource: ${resource === '*' ? '*' : shown}`
  return `User: ${principal.arn} is not authorized to perform: ${action}${where}${because(request, decision)}`
}

function because({ action }: DecisionRequest, { decision, reason, matched }: Decision): string {
  if (decision === 'explicitDeny') return ` with an explicit deny in ${DENYING[reason as Layer]}${policyArn(matched[0]?.policy.arn)}`
  // STS does not say that it was the trust policy.
  return reason === 'trust' ? '' : ` because no ${ALLOWING[reason as Layer]} allows the ${action} action`
}

/** Managed policies are named, by ARN, where they deny. */
const policyArn = (arn: string | undefined) => (arn === undefined ? '' : `: ${arn}`)

const ALLOWING: Readonly<Record<Layer, string>> = {
  identity: 'identity-based policy',
  resource: 'resource-based policy',
  trust: 'role trust policy',
  boundary: 'permissions boundary',
  session: 'session policy',
}

const DENYING: Readonly<Record<Layer, string>> = {
  identity: 'an identity-based policy',
  resource: 'a resource-based policy',
  trust: 'the role trust policy',
  boundary: 'a permissions boundary',
  session: 'a session policy',
}

/** Actions that make or pass a thing, or list them, are told with its ARN; of others IAM says `role name`. */
const BY_ARN = /^iam:(?:Create(?:Role|User|Group|InstanceProfile|ServiceLinkedRole)|PassRole|List(?:Roles|Users|Groups)|Simulate\w+)$/i

function iamResource(arn: string, action: string): string {
  if (BY_ARN.test(action)) return arn
  const [, kind = '', name = ''] = /^arn:aws:iam::\d*:(role|user|group|policy|instance-profile)\/(.*)$/.exec(arn) ?? []
  if (kind === '') return arn
  if (kind === 'policy') return /^iam:CreatePolicy$/i.test(action) ? `policy ${last(name)}` : `policy ${arn}`
  return `${kind === 'instance-profile' ? 'instance profile' : kind} ${last(name)}`
}

const last = (name: string) => name.slice(name.lastIndexOf('/') + 1)

import type { ContextEntry, EvaluationResult, PolicyEvaluationDecisionType, ResourceSpecificResult, Statement } from '@aws-sdk/client-iam'
import type { ContextKeys } from '../../../kernel/authorize.ts'
import type { Principal } from '../../../kernel/context.ts'
import { lookupIn } from './conditions.ts'
import { decide, type Considered, type Decision, type DecisionRequest, type PolicySet } from './decide.ts'
import { readPolicy, type Statement as Read } from './document.ts'
import { statementSpans } from './positions.ts'
import { coversAction } from './statement.ts'

/** What is simulated: each action on each resource. */
export interface Simulation {
  readonly principal: Principal
  readonly actions: readonly string[]
  /** Empty: everything, `*`. */
  readonly resources: readonly string[]
  /** The account of resources whose ARN names none. */
  readonly owner: string
  readonly context: ContextKeys
  readonly policies: PolicySet
}

/** One result for each action, in the shape of SimulateCustomPolicy's. */
export function simulate(simulation: Simulation): EvaluationResult[] {
  return simulation.actions.map((action) => {
    const missing = missingKeys(simulation, action)
    const { resources } = simulation
    const isOfAll = resources.length === 0 || (resources.length === 1 && resources[0] === '*')
    const decided = (isOfAll ? ['*'] : resources).map((resource) => outcome(simulation, action, resource))
    const decision = strictest(decided.map(({ decision: { decision } }) => decision))
    return {
      EvalActionName: action,
      EvalResourceName: isOfAll ? '*' : template(resources),
      EvalDecision: WORDS[decision],
      MatchedStatements: unique(decided.filter((one) => one.decision.decision === decision).flatMap(({ decision: { matched } }) => matched)).map(matchedView),
      MissingContextValues: missing,
      ...boundaryDetail(decided),
      ...(isOfAll ? {} : { EvalDecisionDetails: {}, ResourceSpecificResults: decided.map((one) => specific(one, missing)) }),
    }
  })
}

interface Outcome {
  readonly resource: string
  readonly decision: Decision
  readonly bounded: boolean
  /** By kind of policy; only where two accounts are concerned. */
  readonly details: Record<string, PolicyEvaluationDecisionType>
}

const WORDS = { allow: 'allowed', explicitDeny: 'explicitDeny', implicitDeny: 'implicitDeny' } as const

function outcome({ principal, context, policies, owner }: Simulation, action: string, resource: string): Outcome {
  const resourceAccount = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(resource)?.[1] ?? owner
  const request = { principal, action, resource, resourceAccount, context }
  const isAbroad = principal.account !== resourceAccount
  return {
    resource,
    decision: decide(request, policies),
    bounded: policies.boundary !== undefined,
    details: isAbroad ? detailsOf(request, policies) : {},
  }
}

/** Each account's policies by themselves, as if the resource were its own. */
function detailsOf(request: DecisionRequest, policies: PolicySet): Outcome['details'] {
  const atHome = { ...request, resourceAccount: request.principal.account }
  const asService = { ...request, principal: { ...request.principal, account: request.resourceAccount } }
  const [identity, resource] = [decide(atHome, { ...policies, resource: [] }), decide(asService, { identity: [], resource: policies.resource })]
  return { 'IAM Policy': WORDS[identity.decision], 'Resource Policy': WORDS[resource.decision] }
}

function strictest(decisions: readonly Decision['decision'][]): Decision['decision'] {
  return (['explicitDeny', 'implicitDeny'] as const).find((one) => decisions.includes(one)) ?? 'allow'
}

function specific({ resource, decision, bounded, details }: Outcome, missing: string[]): ResourceSpecificResult {
  return {
    EvalResourceName: resource,
    EvalResourceDecision: WORDS[decision.decision],
    MatchedStatements: decision.matched.map(matchedView),
    MissingContextValues: missing,
    ...(Object.keys(details).length > 0 ? { EvalDecisionDetails: details } : {}),
    ...boundaryDetail([{ resource, decision, bounded, details }]),
  }
}

function boundaryDetail(decided: readonly Outcome[]): Pick<EvaluationResult, 'PermissionsBoundaryDecisionDetail'> {
  if (!decided.some(({ bounded }) => bounded)) return {}
  const lets = ({ decision: { considered } }: Outcome) => {
    const applied = considered.filter(({ layer, outcome: what }) => layer === 'boundary' && what === 'applies')
    return applied.length > 0 && applied.every(({ statement }) => statement.effect === 'Allow')
  }
  return { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: decided.every(lets) } }
}

const unique = (matched: readonly Considered[]) =>
  [...new Map(matched.map((one) => [`${one.layer} ${one.policy.name} ${one.statement.index}`, one])).values()]

function matchedView({ layer, policy, statement }: Considered): Statement {
  // The members' enumeration has other words than those that AWS sends.
  const type = (layer === 'resource' ? 'Resource Policy' : 'IAM Policy') as NonNullable<Statement['SourcePolicyType']>
  return { SourcePolicyId: policy.name, SourcePolicyType: type, ...statementSpans(policy.document)[statement.index] }
}

/** Keys that statements about the action ask for and the simulation does not give. */
function missingKeys({ policies, context }: Simulation, action: string): string[] {
  const lookup = lookupIn(context)
  const statements = [...policies.identity, ...policies.resource].flatMap(({ document }) => readPolicy(document).statements)
  const wanted = statements.filter((statement) => coversAction(statement, action)).flatMap(keysOf)
  return [...new Set(wanted.filter((key) => lookup(key) === undefined))]
}

/** The keys that policies ask for, in conditions and as variables. */
export function contextKeysOf(documents: readonly string[]): string[] {
  return [...new Set(documents.flatMap((document) => readPolicy(document).statements).flatMap(keysOf))]
}

function keysOf({ conditions, resources }: Read): string[] {
  const texts = [...conditions.flatMap(({ values }) => values), ...(resources?.values ?? []).map(({ text }) => text)]
  const variables = texts.flatMap((text) => [...text.matchAll(/\$\{([\w:/.-]+)[^}]*\}/g)].map(([, name]) => name!))
  return [...conditions.map(({ key }) => key), ...variables]
}

const TEMPLATES: readonly (readonly [RegExp, string])[] = [
  [/^arn:[^:]*:s3:::[^/]+\//, 'arn:${Partition}:s3:::${BucketName}/${KeyName}'],
  [/^arn:[^:]*:s3:::/, 'arn:${Partition}:s3:::${BucketName}'],
  [/^arn:[^:]*:kinesis:.*:stream\//, 'arn:${Partition}:kinesis:${Region}:${Account}:stream/${StreamName}'],
  [/^arn:[^:]*:lambda:.*:function:/, 'arn:${Partition}:lambda:${Region}:${Account}:function:${FunctionName}'],
  [/^arn:[^:]*:iam:.*:role\//, 'arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}'],
  [/^arn:[^:]*:iam:.*:user\//, 'arn:${Partition}:iam::${Account}:user/${UserNameWithPath}'],
]

/** The kind of the first resource, not its name; `*` for kinds that are not known. */
const template = ([first]: readonly string[]) => TEMPLATES.find(([form]) => form.test(first!))?.[1] ?? '*'

/** Whoever an ARN stands for; undefined where it is of none that can call. */
export function principalFromArn(arn: string): Principal | undefined {
  const [, account, kind, name = ''] = /^arn:aws:(?:iam|sts)::(\d{12}):(root|user|role|assumed-role|federated-user)(?:\/(.+))?$/.exec(arn) ?? []
  if (account === undefined || kind === undefined) return undefined
  const common = { account, arn, userId: arn }
  if (kind === 'root') return { ...common, type: 'root', userId: account }
  if (kind === 'user' || kind === 'federated-user') return { ...common, type: kind }
  const roleArn = kind === 'role' ? arn : `arn:aws:iam::${account}:role/${name.split('/')[0]!}`
  return { ...common, type: 'assumed-role', roleArn }
}

/** The values of a simulation's context entries, by key. */
export function contextFrom(entries: readonly ContextEntry[] = []): ContextKeys {
  return Object.fromEntries(entries.map(({ ContextKeyName: name, ContextKeyValues: values }) => [name!, values ?? []]))
}

import type { Authorization, AuthorizationRequest, Authorizer, ContextKeys, ProtectedResource } from '../../../kernel/authorize.ts'
import type { Scope } from '../../../kernel/store.ts'
import { decide, type Decision, type DecisionRequest, type PolicySet } from './decide.ts'
import { denialOf } from './denial.ts'
import { explain } from './explain.ts'
import { standingOf } from './sources.ts'
import { tracesOf } from './statement-traces.ts'

/** One resource of a request, ready to be decided on. */
export interface Case {
  readonly request: DecisionRequest
  readonly policies: PolicySet
}

/** An authorizer on the users, roles and policies that `state` holds. */
export function createAuthorizer(state: Pick<Scope, 'store'>): Authorizer {
  return (request) => {
    let answer: Authorization | undefined
    for (const one of casesOf(state, request)) {
      answer = authorization(one.request, decideCase(one))
      if (answer.decision !== 'allow') return answer
    }
    return answer ?? { decision: 'allow', resource: '*', statements: [] }
  }
}

/** The request taken apart by resource, each with all policies that have a say. */
export function casesOf(state: Pick<Scope, 'store'>, request: AuthorizationRequest): Case[] {
  const { principal, action, answeredBy } = request
  const { tags, ...own } = standingOf(state, principal)
  return request.resources.map((resource) => ({
    request: {
      ...{ principal, action, resource: resource.arn, resourceAccount: resource.account, context: contextOf(request, resource, tags) },
      ...(answeredBy === undefined ? {} : { answeredBy }),
    },
    policies: { ...own, resource: resource.policies.map((policy) => ({ name: POLICY_NAMES[policy.kind], ...policy })) },
  }))
}

const POLICY_NAMES = { resource: 'resource policy', trust: 'trust policy' }

/** A session's own tags go before those of its role. */
function contextOf({ context }: AuthorizationRequest, { account }: ProtectedResource, tags: Readonly<Record<string, string>>): ContextKeys {
  const standing = Object.entries(tags).map(([tag, value]) => [`aws:PrincipalTag/${tag}`, value])
  return { ...(standing.length > 0 ? Object.fromEntries(standing) : {}), 'aws:ResourceAccount': account, ...context } as ContextKeys
}

/** However it is written, a bucket's policy does not shut its account's root out of the policy itself (PutBucketPolicy). */
const KEPT_BY_ROOT = /^s3:(?:Get|Put|Delete)BucketPolicy$/i

function decideCase({ request, policies }: Case): Decision {
  const { principal, action, resourceAccount } = request
  const isOwner = principal.type === 'root' && principal.account === resourceAccount
  return decide(request, isOwner && KEPT_BY_ROOT.test(action) ? { ...policies, resource: [] } : policies)
}

function authorization(request: DecisionRequest, decision: Decision): Authorization {
  const denial = denialOf(request, decision)
  const told = { decision: decision.decision, resource: request.resource, statements: tracesOf(decision.considered) }
  return denial ? { ...told, reason: explain(request, decision), layer: decision.reason, denial } : told
}

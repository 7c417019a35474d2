import type { Decision, DecisionRequest, Layer } from './decide.ts'

/** The decision in a sentence for a person, which says more than AWS tells the caller. */
export function explain({ action, resource, principal, resourceAccount }: DecisionRequest, decision: Decision): string {
  const what = `${action} on ${resource}`
  const first = decision.matched[0]
  if (decision.decision === 'allow') {
    if (!first) return `${what} is allowed: the root user needs no policy in its own account.`
    return `${what} is allowed by ${statementName(first)} of ${first.policy.name}.`
  }
  if (first) return `${what} is denied by ${statementName(first)} of ${first.policy.name}; no Allow can change that.`
  const abroad = principal.account === resourceAccount ? '' : ` The resource belongs to account ${resourceAccount}: both accounts must allow.`
  return `${what} is not allowed by any ${NAMES[decision.reason as Layer]}.${nearest(decision)}${abroad}`
}

function nearest({ considered, reason }: Decision): string {
  const near = considered.find(({ layer, statement, outcome }) => layer === reason && statement.effect === 'Allow' && outcome !== 'applies')
  if (!near) return ''
  const { unmet, outcome, policy } = near
  const why = unmet ? `its condition ${unmet.operator} ${unmet.key} is not met` : `its ${outcome} is another`
  return ` The nearest is ${statementName(near)} of ${policy.name}: ${why}.`
}

const statementName = ({ statement: { sid, index } }: Decision['considered'][number]) =>
  sid === undefined ? `statement ${index + 1}` : `statement ${sid}`

const NAMES: Readonly<Record<Layer, string>> = {
  identity: 'policy of the caller',
  resource: 'policy of the resource',
  trust: 'trust policy of the role',
  boundary: 'permissions boundary of the caller',
  session: 'policy of the session',
}

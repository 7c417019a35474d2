import type { StatementTrace } from '../../../kernel/authorize.ts'
import type { Considered } from './decide.ts'
import type { Statement } from './document.ts'

interface Told {
  readonly of: Considered
  readonly trace: StatementTrace
}

/** What was told of a statement before. The journal keeps thousands of decisions, of which most say the same. */
const toldOf = new WeakMap<Statement, Told[]>()
/** Lists of such, by their first. */
const listsOf = new WeakMap<StatementTrace, (readonly StatementTrace[])[]>()
const MOST_VARIANTS = 50
const NONE: readonly StatementTrace[] = []

/** What is told of the statements that were about an action; equal lists are one and the same. */
export function tracesOf(considered: readonly Considered[]): readonly StatementTrace[] {
  const [first, ...others] = considered.map(traceOf)
  if (!first) return NONE
  const list = [first, ...others]
  const known = listsOf.get(first) ?? []
  const same = known.find((one) => one.length === list.length && one.every((trace, i) => trace === list[i]))
  if (same) return same
  if (known.length < MOST_VARIANTS) listsOf.set(first, [...known, list])
  return list
}

function traceOf(considered: Considered): StatementTrace {
  const known = toldOf.get(considered.statement) ?? []
  const same = known.find(({ of }) => isSame(of, considered))
  if (same) return same.trace
  const trace = tell(considered)
  const { layer, policy: { name, arn }, statement, outcome, unmet } = considered
  const of = { layer, policy: { name, document: '', ...(arn === undefined ? {} : { arn }) }, statement, outcome, ...(unmet ? { unmet } : {}) }
  if (known.length < MOST_VARIANTS) toldOf.set(statement, [...known, { of, trace }])
  return trace
}

function isSame(a: Considered, b: Considered): boolean {
  return a.outcome === b.outcome && a.unmet === b.unmet && a.layer === b.layer && a.policy.name === b.policy.name && a.policy.arn === b.policy.arn
}

function tell({ layer, policy, statement, outcome, unmet }: Considered): StatementTrace {
  const { sid, index, effect } = statement
  return {
    layer,
    policy: policy.name,
    index,
    effect,
    outcome,
    ...(policy.arn === undefined ? {} : { policyArn: policy.arn }),
    ...(sid === undefined ? {} : { sid }),
    ...(unmet ? { detail: `${unmet.operator} ${unmet.key} ${unmet.values.join(', ')}` } : {}),
  }
}

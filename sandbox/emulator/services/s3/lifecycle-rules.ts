import type { LifecycleRule, LifecycleRuleFilter, Tag } from '@aws-sdk/client-s3'
import * as errors from './errors.ts'
import { checkActions } from './lifecycle-actions.ts'

const MOST_RULES = 1000
const LONGEST_ID = 255
const MOST_BYTES = 1_099_511_627_776_000

const ACTIONS = ['Expiration', 'Transitions', 'NoncurrentVersionTransitions', 'NoncurrentVersionExpiration', 'AbortIncompleteMultipartUpload'] as const
type Action = (typeof ACTIONS)[number]

/** As the older form of rules, which had no versions, calls the actions that it knows. */
const OLDER_NAMES: Partial<Record<Action, string>> = { Expiration: 'Expiration', Transitions: 'Transition' }

/** Throws S3's errors for rules that could not work. */
export function checkRules(rules: readonly LifecycleRule[]): void {
  if (rules.length === 0 || rules.length > MOST_RULES) throw errors.malformedXml()
  const seen = new Set<string>()
  for (const rule of rules) {
    const { ID: id } = rule
    if (id !== undefined && id.length > LONGEST_ID)
      throw errors.invalidArgument(`ID length should not exceed allowed limit of ${LONGEST_ID}`, 'ID', id)
    if (id !== undefined && seen.has(id))
      throw errors.invalidArgument('Rule ID must be unique. Found same ID for more than one rule', 'ID', id)
    if (id !== undefined) seen.add(id)
    checkForm(rule)
  }
  checkGenerations(rules)
  for (const rule of rules) checkRule(rule)
  checkOverlaps(rules)
}

const has = (rule: LifecycleRule, action: Action) => (Array.isArray(rule[action]) ? rule[action].length > 0 : rule[action] !== undefined)

function checkForm({ Status: status, Filter: filter, Prefix: prefix }: LifecycleRule): void {
  if (status !== 'Enabled' && status !== 'Disabled') throw errors.malformedXml()
  // Either the old form, a prefix, or a filter, which may be empty.
  if ((filter === undefined) === (prefix === undefined)) throw errors.malformedXml()
  if (!filter) return
  if (conditionsOf(filter).length > 1) throw errors.malformedXml()
  const { Tags: tags, ...others } = filter.And ?? {}
  if (filter.And && conditionsOf(others).length + (tags?.length ?? 0) < 2) throw errors.malformedXml()
}

const conditionsOf = (filter: object) => Object.values(filter).filter((value) => value !== undefined)

/** The first rule says of which form all are to be. */
function checkGenerations(rules: readonly LifecycleRule[]): void {
  const isOld = rules[0]!.Prefix !== undefined
  if (rules.every(({ Prefix }) => (Prefix !== undefined) === isOld)) return
  throw errors.invalidRequest(
    isOld
      ? 'Filter element can only be used in Lifecycle V2.'
      : 'Base level prefix cannot be used in Lifecycle V2, prefixes are only supported in the Filter.',
  )
}

function checkRule(rule: LifecycleRule): void {
  if (!ACTIONS.some((action) => has(rule, action))) throw errors.invalidRequest('At least one action needs to be specified in a rule')
  const filter = { ...rule.Filter, ...rule.Filter?.And }
  const tags = [...(filter.Tag ? [filter.Tag] : []), ...(filter.Tags ?? [])]
  if (new Set(tags.map(({ Key }) => Key)).size < tags.length) throw errors.invalidRequest('Duplicate Tag Keys are not allowed.')
  const { ObjectSizeGreaterThan: above, ObjectSizeLessThan: below } = filter
  if (above !== undefined && !(above >= 0 && above <= MOST_BYTES))
    throw errors.invalidRequest(`'ObjectSizeGreaterThan' should be between 0 and ${MOST_BYTES}.`)
  if (below !== undefined && !(below >= 1 && below <= MOST_BYTES))
    throw errors.invalidRequest(`'ObjectSizeLessThan' should be between 1 and ${MOST_BYTES}.`)
  if (above !== undefined && below !== undefined && below <= above)
    throw errors.invalidRequest("'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'.")
  checkActions(rule, { shown: shownFilter(rule, tags), hasTags: tags.length > 0, hasSizes: above !== undefined || below !== undefined })
}

/** A rule's filter as S3's sentences show it: `filter '(prefix=a/ and tag={key=k, value=v})'`. */
function shownFilter({ Filter: filter, Prefix: prefix }: LifecycleRule, tags: readonly Tag[]): string {
  if (!filter) return `prefix '${prefix ?? ''}'`
  const { Prefix, ObjectSizeGreaterThan: above, ObjectSizeLessThan: below }: LifecycleRuleFilter = { ...filter, ...filter.And }
  const conditions = [
    ...(Prefix === undefined ? [] : [`prefix=${Prefix}`]),
    ...tags.map(({ Key, Value }) => `tag={key=${Key}, value=${Value}}`),
    ...(above === undefined ? [] : [`objectsizegreaterthan=${above}`]),
    ...(below === undefined ? [] : [`objectsizelessthan=${below}`]),
  ]
  return `filter '(${conditions.join(' and ')})'`
}

/** In the older form no two rules may do the same to the same objects. */
function checkOverlaps(rules: readonly LifecycleRule[]): void {
  for (const [action, name] of Object.entries(OLDER_NAMES)) {
    const prefixes = rules.flatMap((rule) => (rule.Prefix !== undefined && has(rule, action as Action) ? [rule.Prefix] : [])).sort()
    // Sorted, a prefix stands somewhere before all that it begins, and its nearest follower is one of these.
    const at = prefixes.findIndex((prefix, index) => prefixes[index + 1]?.startsWith(prefix))
    if (at >= 0) throw errors.invalidRequest(`Found overlapping prefixes '${prefixes[at]}' and '${prefixes[at + 1]}' for same action type '${name}'`)
  }
}

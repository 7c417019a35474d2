import type { LifecycleExpiration, LifecycleRule, LifecycleRuleFilter } from '@aws-sdk/client-s3'
import { httpDate } from '../../protocols/scalars.ts'
import * as errors from './errors.ts'
import type { Bucket, StoredObject } from './state.ts'

const MOST_RULES = 1000
const LONGEST_ID = 255
const DAY_MS = 86_400_000
const MIDNIGHT = (date: Date) => date.getTime() % DAY_MS === 0

const ACTIONS = [
  'Expiration',
  'Transitions',
  'NoncurrentVersionTransitions',
  'NoncurrentVersionExpiration',
  'AbortIncompleteMultipartUpload',
] as const

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
    checkRule(rule)
  }
}

function checkRule(rule: LifecycleRule): void {
  if (rule.Status !== 'Enabled' && rule.Status !== 'Disabled') throw errors.malformedXml()
  // Either the old form, a prefix, or a filter, which may be empty.
  if ((rule.Filter === undefined) === (rule.Prefix === undefined)) throw errors.malformedXml()
  if (rule.Filter && conditionsOf(rule.Filter) > 1) throw errors.malformedXml()
  if (!ACTIONS.some((action) => (Array.isArray(rule[action]) ? rule[action].length > 0 : rule[action] !== undefined)))
    throw errors.invalidRequest('At least one action needs to be specified in a rule')
  if (rule.Expiration) checkExpiration(rule.Expiration, rule.Filter)
  for (const { Days: days, Date: date, StorageClass: storageClass } of rule.Transitions ?? []) {
    if (storageClass === undefined || (days === undefined) === (date === undefined)) throw errors.malformedXml()
    if (days !== undefined && days < 0) throw errors.invalidArgument("'Days' for Transition action must be a nonnegative integer", 'Days', days)
    if (date && !MIDNIGHT(date)) throw errors.invalidArgument("'Date' must be at midnight GMT", 'Date', date.toISOString())
  }
  positive(rule.NoncurrentVersionExpiration?.NoncurrentDays, "'NoncurrentDays' for NoncurrentVersionExpiration action must be a positive integer", 'NoncurrentDays')
  const abort = rule.AbortIncompleteMultipartUpload
  if (abort && abort.DaysAfterInitiation === undefined) throw errors.malformedXml()
  positive(abort?.DaysAfterInitiation, "'DaysAfterInitiation' for AbortIncompleteMultipartUpload action must be a positive integer", 'DaysAfterInitiation')
}

const conditionsOf = (filter: LifecycleRuleFilter) => Object.values(filter).filter((value) => value !== undefined).length

function positive(days: number | undefined, message: string, name: string): void {
  if (days !== undefined && days < 1) throw errors.invalidArgument(message, name, days)
}

function checkExpiration(expiration: LifecycleExpiration, filter: LifecycleRuleFilter | undefined): void {
  const { Days: days, Date: date, ExpiredObjectDeleteMarker: markers } = expiration
  if ([days, date, markers].filter((value) => value !== undefined).length !== 1) throw errors.malformedXml()
  positive(days, "'Days' for Expiration action must be a positive integer", 'Days')
  if (date && !MIDNIGHT(date)) throw errors.invalidArgument("'Date' must be at midnight GMT", 'Date', date.toISOString())
  if (markers && (filter?.Tag || filter?.And?.Tags))
    throw errors.invalidRequest('Tag based filter cannot be used when ExpiredObjectDeleteMarker is specified')
}

/** The `x-amz-expiration` of an object: when the first rule that applies to it would have it go. */
export function expirationOf({ configuration }: Bucket, object: StoredObject): string | undefined {
  let soonest: { at: number; rule: string } | undefined
  for (const rule of configuration.lifecycle?.rules ?? []) {
    const { Days: days, Date: date } = rule.Expiration ?? {}
    if (rule.Status !== 'Enabled' || (days === undefined && date === undefined) || !applies(rule, object)) continue
    // Rounded to the next midnight, as "Lifecycle rules based on an object's age" has it.
    const at = date?.getTime() ?? Math.ceil((object.lastModified + (days ?? 0) * DAY_MS) / DAY_MS) * DAY_MS
    if (!soonest || at < soonest.at) soonest = { at, rule: rule.ID ?? '' }
  }
  return soonest && `expiry-date="${httpDate(new Date(soonest.at))}", rule-id="${encodeURIComponent(soonest.rule)}"`
}

function applies({ Prefix: oldPrefix, Filter: filter = {} }: LifecycleRule, { key, size, settings }: StoredObject): boolean {
  const all = { ...filter, ...filter.And }
  const tags = [...(filter.Tag ? [filter.Tag] : []), ...(filter.And?.Tags ?? [])]
  return (
    key.startsWith(oldPrefix ?? all.Prefix ?? '') &&
    tags.every(({ Key, Value }) => settings.tags[Key ?? ''] === Value) &&
    (all.ObjectSizeGreaterThan === undefined || size > all.ObjectSizeGreaterThan) &&
    (all.ObjectSizeLessThan === undefined || size < all.ObjectSizeLessThan)
  )
}

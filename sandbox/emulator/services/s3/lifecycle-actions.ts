import type { LifecycleExpiration, LifecycleRule, NoncurrentVersionExpiration } from '@aws-sdk/client-s3'
import * as errors from './errors.ts'

const DAY_MS = 86_400_000

/** What objects move to, the dearer before the cheaper: none moves back. */
const CLASSES = ['STANDARD_IA', 'INTELLIGENT_TIERING', 'ONEZONE_IA', 'GLACIER_IR', 'GLACIER', 'DEEP_ARCHIVE']
/** For these an object must have been there for so long. */
const SOONEST_DAYS: Readonly<Record<string, number>> = { STANDARD_IA: 30, ONEZONE_IA: 30 }
/** How long an object stays in one at least before it moves on. */
const LEAST_STAY_DAYS: Readonly<Record<string, number>> = { STANDARD_IA: 30, ONEZONE_IA: 30, GLACIER_IR: 90 }

/** How many noncurrent versions a rule may keep. */
const MOST_NEWER = 100

/** What a rule's actions have to know of its filter. */
export interface FilterFacts {
  /** `filter '(prefix=a/)'` */
  readonly shown: string
  readonly hasTags: boolean
  readonly hasSizes: boolean
}

/** One move to another class: of current objects by days or at a date, of noncurrent versions by days. */
interface Move {
  readonly to: string
  /** Days, or a date in epoch milliseconds. */
  readonly at: number
  readonly isDate: boolean
}

/** Throws S3's errors for what a rule is to do. */
export function checkActions(rule: LifecycleRule, filter: FilterFacts): void {
  const { Expiration: expiration, NoncurrentVersionExpiration: old, AbortIncompleteMultipartUpload: abort } = rule
  if (expiration) checkExpiration(expiration, filter)
  if (old) checkNoncurrent(old, rule)
  if (abort) {
    if (abort.DaysAfterInitiation === undefined) throw errors.malformedXml()
    withoutTagsAndSizes('AbortIncompleteMultipartUpload', filter)
    positive(abort.DaysAfterInitiation, 'DaysAfterInitiation', 'AbortIncompleteMultipartUpload')
  }
  const moves = (rule.Transitions ?? []).map(({ Days, Date: date, StorageClass }): Move => {
    if ((Days === undefined) === (date === undefined)) throw errors.malformedXml()
    if (date) atMidnight(date)
    return { to: classOf(StorageClass), at: date?.getTime() ?? Days!, isDate: date !== undefined }
  })
  const oldMoves = (rule.NoncurrentVersionTransitions ?? []).map(({ NoncurrentDays, StorageClass, NewerNoncurrentVersions: newer }): Move => {
    if (NoncurrentDays === undefined) throw errors.malformedXml()
    checkNewer(newer, rule, 'NoncurrentVersionTransition')
    return { to: classOf(StorageClass), at: NoncurrentDays, isDate: false }
  })
  checkMoves(moves, 'Transition', 'Days', filter)
  checkMoves(oldMoves, 'NoncurrentVersionTransition', 'NoncurrentDays', filter)
  checkLast(moves, expiration, filter)
  const end = old?.NoncurrentDays
  if (end !== undefined && oldMoves.some(({ at }) => at >= end)) throw tooSoon('NoncurrentDays', 'NoncurrentVersionExpiration', 'NoncurrentVersionTransition', filter, end)
}

const classOf = (given: string | undefined): string => {
  if (given === 'STANDARD' || given === 'REDUCED_REDUNDANCY') throw errors.invalidArgument('Invalid target Storage class for Transition action', 'StorageClass', given)
  if (given === undefined || !CLASSES.includes(given)) throw errors.malformedXml()
  return given
}

function positive(days: number | undefined, name: string, action: string): void {
  if (days !== undefined && days < 1) throw errors.invalidArgument(`'${name}' for ${action} action must be a positive integer`, name, days)
}

function atMidnight(date: Date): void {
  if (date.getTime() % DAY_MS !== 0) throw errors.invalidArgument("'Date' must be at midnight GMT", 'Date', date.toISOString())
}

function withoutTagsAndSizes(action: string, { hasTags, hasSizes }: FilterFacts): void {
  if (hasTags) throw errors.invalidRequest(`${action} cannot be specified with Tags.`)
  if (hasSizes) throw errors.invalidRequest(`${action} cannot be specified with Object Size.`)
}

function checkExpiration({ Days: days, Date: date, ExpiredObjectDeleteMarker: markers }: LifecycleExpiration, filter: FilterFacts): void {
  if ([days, date, markers].filter((value) => value !== undefined).length !== 1) throw errors.malformedXml()
  positive(days, 'Days', 'Expiration')
  if (date) atMidnight(date)
  // Also where it is false.
  if (markers !== undefined) withoutTagsAndSizes('ExpiredObjectDeleteMarker', filter)
}

function checkNoncurrent({ NoncurrentDays: days, NewerNoncurrentVersions: newer }: NoncurrentVersionExpiration, rule: LifecycleRule): void {
  if (days === undefined) throw errors.malformedXml()
  positive(days, 'NoncurrentDays', 'NoncurrentVersionExpiration')
  checkNewer(newer, rule, 'NoncurrentVersionExpiration')
}

function checkNewer(newer: number | undefined, { Prefix: prefix }: LifecycleRule, action: string): void {
  if (newer === undefined) return
  if (prefix !== undefined) throw errors.invalidRequest('NewerNoncurrentVersions element can only be used in Lifecycle V2.')
  positive(newer, 'NewerNoncurrentVersions', action)
  if (newer > MOST_NEWER)
    throw errors.invalidArgument(`'NewerNoncurrentVersions' for ${action} action must be less than or equal to ${MOST_NEWER}`, 'NewerNoncurrentVersions', newer)
}

function checkMoves(moves: readonly Move[], action: string, name: string, { shown }: FilterFacts): void {
  for (const { to, at, isDate } of moves) {
    if (isDate) continue
    if (at < 0) throw errors.invalidArgument(`'${name}' in ${action} action must be nonnegative`, name, at)
    const soonest = SOONEST_DAYS[to] ?? 0
    if (at < soonest)
      throw errors.invalidArgument(`'${name}' in ${action} action must be greater than or equal to ${soonest} for storageClass '${to}'`, name, at)
  }
  if (new Set(moves.map(({ isDate }) => isDate)).size > 1)
    throw errors.invalidRequest(`Found mixed 'Date' and 'Days' based ${action} actions in lifecycle rule for ${shown}`)
  if (new Set(moves.map(({ to }) => to)).size < moves.length)
    throw errors.invalidRequest(`'StorageClass' must be different for '${action}' actions in same 'Rule' with ${shown}`)
  const inOrder = moves.toSorted((a, b) => CLASSES.indexOf(a.to) - CLASSES.indexOf(b.to))
  for (const [index, later] of inOrder.entries()) if (index > 0) checkOrder(inOrder[index - 1]!, later, action, later.isDate ? 'Date' : name, shown)
}

function checkOrder(earlier: Move, later: Move, action: string, name: string, shown: string): void {
  const value = later.isDate ? new Date(later.at).toISOString() : later.at
  if (later.at <= earlier.at)
    throw errors.invalidArgument(
      `'${name}' in the ${action} action for StorageClass '${later.to}' for ${shown} must be greater than '${name}' in the ${action} action for StorageClass '${earlier.to}' for ${shown}`,
      name, value,
    )
  const stay_days = LEAST_STAY_DAYS[earlier.to] ?? 0
  if ((later.at - earlier.at) / (later.isDate ? DAY_MS : 1) < stay_days)
    throw errors.invalidArgument(
      `'${name}' in the '${action}' action for StorageClass '${later.to}' for ${shown} must be ${stay_days} days more than '${shown}' in the '${action}' action for StorageClass '${earlier.to}'`,
      name, value,
    )
}

/** Nothing moves once it has expired. */
function checkLast(moves: readonly Move[], expiration: LifecycleExpiration | undefined, filter: FilterFacts): void {
  const end = expiration?.Date?.getTime() ?? expiration?.Days
  if (end === undefined) return
  const isDate = expiration!.Date !== undefined
  if (moves.some((move) => move.isDate !== isDate))
    throw errors.invalidRequest(`Found mixed 'Date' and 'Days' based Expiration and Transition actions in lifecycle rule for ${filter.shown}`)
  if (moves.some(({ at }) => at >= end))
    throw tooSoon(isDate ? 'Date' : 'Days', 'Expiration', 'Transition', filter, isDate ? expiration!.Date!.toISOString() : end)
}

const tooSoon = (name: string, end: string, move: string, { shown }: FilterFacts, value: unknown) =>
  errors.invalidArgument(`'${name}' in the ${end} action for ${shown} must be greater than '${name}' in the ${move} action`, name, value)

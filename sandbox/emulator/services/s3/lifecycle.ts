import type { LifecycleRule } from '@aws-sdk/client-s3'
import { httpDate } from '../../protocols/scalars.ts'
import type { Bucket, StoredObject, Upload } from './state.ts'

const DAY_MS = 86_400_000
const NOT_FOR_A_HEADER = /[^\x20-\x7e]/gu

/**
 * The `x-amz-expiration` of an object: when the first rule that applies to it would have it go. The rule's id is as it
 * was given: the documents say that it is URL-encoded, and no answer of AWS's has it so.
 */
export function expirationOf({ configuration }: Bucket, object: StoredObject): string | undefined {
  let soonest: { at: number; rule: string } | undefined
  for (const rule of configuration.lifecycle?.rules ?? []) {
    const { Days: days, Date: date } = rule.Expiration ?? {}
    if (rule.Status !== 'Enabled' || (days === undefined && date === undefined) || !applies(rule, object)) continue
    const at = date?.getTime() ?? midnightAfter(object.lastModified, days ?? 0)
    if (!soonest || at < soonest.at) soonest = { at, rule: rule.ID ?? '' }
  }
  return soonest && `expiry-date="${httpDate(new Date(soonest.at))}", rule-id="${headerText(soonest.rule)}"`
}

/** What is said of an upload in parts: when the first rule that applies to its key would abort it. */
export function abortionOf({ configuration }: Bucket, { key, initiatedAt }: Pick<Upload, 'key' | 'initiatedAt'>): { AbortDate?: Date; AbortRuleId?: string } {
  let soonest: { at: number; rule: string } | undefined
  for (const { Status: status, ID: id = '', Prefix, Filter: filter, AbortIncompleteMultipartUpload: abort } of configuration.lifecycle?.rules ?? []) {
    const days = abort?.DaysAfterInitiation
    if (status !== 'Enabled' || days === undefined || !key.startsWith(Prefix ?? filter?.Prefix ?? filter?.And?.Prefix ?? '')) continue
    const at = midnightAfter(initiatedAt, days)
    if (!soonest || at < soonest.at) soonest = { at, rule: id }
  }
  return soonest ? { AbortDate: new Date(soonest.at), AbortRuleId: headerText(soonest.rule) } : {}
}

/** Rounded to the next midnight, as "Lifecycle rules based on an object's age" has it. */
const midnightAfter = (time_ms: number, days: number) => Math.ceil((time_ms + days * DAY_MS) / DAY_MS) * DAY_MS

const headerText = (text: string) => text.replace(NOT_FOR_A_HEADER, encodeURIComponent)

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

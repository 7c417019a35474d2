import type { Event, NotificationConfigurationFilter } from '@aws-sdk/client-s3'
import { AwsError } from '../../kernel/errors.ts'
import { invalidArgument } from './errors.ts'

/** What the three kinds of destinations have in common. */
export interface Rule {
  readonly Events: readonly Event[] | undefined
  readonly Filter?: NotificationConfigurationFilter | undefined
}

/** "Supported event types for SQS, SNS, and Lambda" of the S3 User Guide. */
const EVENTS: Readonly<Record<Event, true>> = {
  's3:IntelligentTiering': true,
  's3:LifecycleExpiration:*': true,
  's3:LifecycleExpiration:Delete': true,
  's3:LifecycleExpiration:DeleteMarkerCreated': true,
  's3:LifecycleTransition': true,
  's3:ObjectAcl:Put': true,
  's3:ObjectAnnotation:*': true,
  's3:ObjectAnnotation:Delete': true,
  's3:ObjectAnnotation:Put': true,
  's3:ObjectCreated:*': true,
  's3:ObjectCreated:CompleteMultipartUpload': true,
  's3:ObjectCreated:Copy': true,
  's3:ObjectCreated:Post': true,
  's3:ObjectCreated:Put': true,
  's3:ObjectRemoved:*': true,
  's3:ObjectRemoved:Delete': true,
  's3:ObjectRemoved:DeleteMarkerCreated': true,
  's3:ObjectRestore:*': true,
  's3:ObjectRestore:Completed': true,
  's3:ObjectRestore:Delete': true,
  's3:ObjectRestore:Post': true,
  's3:ObjectRetention:Put': true,
  's3:ObjectTagging:*': true,
  's3:ObjectTagging:Delete': true,
  's3:ObjectTagging:Put': true,
  's3:ReducedRedundancyLostObject': true,
  's3:Replication:*': true,
  's3:Replication:OperationFailedReplication': true,
  's3:Replication:OperationMissedThreshold': true,
  's3:Replication:OperationNotTracked': true,
  's3:Replication:OperationReplicatedAfterThreshold': true,
}

const LONGEST_FILTER_BYTES = 1024

interface Span {
  readonly prefix: string
  readonly suffix: string
}

/** Whether an event (`ObjectCreated:Put`) of a key is one of those that a rule is about. */
export function concerns(rule: Rule, event: string, key: string): boolean {
  if (!rule.Events?.some((pattern) => covers(pattern, `s3:${event}`))) return false
  const { prefix, suffix } = spanOf(rule)
  return key.startsWith(prefix) && key.endsWith(suffix)
}

const covers = (pattern: string, event: string) => (pattern.endsWith('*') ? event.startsWith(pattern.slice(0, -1)) : pattern === event)

function spanOf({ Filter }: Rule): Span {
  const value = (name: string) => Filter?.Key?.FilterRules?.find((rule) => rule.Name?.toLowerCase() === name)?.Value ?? ''
  return { prefix: value('prefix'), suffix: value('suffix') }
}

/**
 * A rule as it is given back: names in its filter with a capital, however they came. Throws `InvalidArgument` for events
 * and filters that there cannot be; of the texts only the one about a filter's name is verified.
 */
export function readRule<T extends Rule>(rule: T): T {
  const { Events, Filter } = rule
  for (const event of Events ?? [])
    if (!Object.hasOwn(EVENTS, event)) throw invalidArgument('A specified event is not supported for notifications.', 'Event', event)
  const seen = new Set<string>()
  for (const { Name = '', Value = '' } of Filter?.Key?.FilterRules ?? []) {
    const name = (Name as string).toLowerCase()
    if (name !== 'prefix' && name !== 'suffix')
      throw invalidArgument('filter rule name must be either prefix or suffix', 'FilterRule.Name', Name)
    if (seen.has(name)) throw invalidArgument(`Cannot specify more than one ${name} rule in a filter.`, 'FilterRule.Name', Name)
    if (Buffer.byteLength(Value) > LONGEST_FILTER_BYTES)
      throw invalidArgument('Size of filter rule value cannot exceed 1024 bytes in UTF-8 representation', 'FilterRule.Value', Value)
    seen.add(name)
  }
  const rules = Filter?.Key?.FilterRules
  if (!rules) return rule
  const FilterRules = rules.map(({ Name, Value }) => ({ Name: Name?.toLowerCase() === 'prefix' ? 'Prefix' : 'Suffix', Value }))
  return { ...rule, Filter: { Key: { FilterRules } } }
}

/** Throws where an event of a key could be for two of the rules: "Configuring event notifications using object key name filtering". */
export function refuseOverlap(rules: readonly Rule[]): void {
  for (const [index, one] of rules.entries()) {
    for (const other of rules.slice(index + 1)) {
      const shared = sharedEvents(one, other)
      if (!shared || !overlap(spanOf(one), spanOf(other))) continue
      if (one.Filter || other.Filter)
        throw new AwsError(
          'InvalidArgument',
          'Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are overlapping for the same event type.',
        )
      throw invalidArgument('Configurations overlap. Configurations on the same bucket cannot share a common event type.', 'Event', shared)
    }
  }
}

/** The first events of two rules that both could be for, as S3 names them: `s3:ObjectCreated:*, s3:ObjectCreated:Put`. */
function sharedEvents({ Events: some = [] }: Rule, { Events: others = [] }: Rule): string | undefined {
  for (const one of some) {
    const other = others.find((candidate) => covers(one, candidate) || covers(candidate, one))
    if (other !== undefined) return `${one}, ${other}`
  }
  return undefined
}

const overlap = (a: Span, b: Span) =>
  (a.prefix.startsWith(b.prefix) || b.prefix.startsWith(a.prefix)) && (a.suffix.endsWith(b.suffix) || b.suffix.endsWith(a.suffix))

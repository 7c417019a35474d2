import type { Value, ValueMap } from '../../../../template/index.ts'
import { isSame } from '../diff.ts'
import { listOf, type Io } from './provider.ts'

/** A list of configurations that the API keeps one by one, by their ids. */
interface Report {
  /** `Put<operation>` and `Delete<operation>`. */
  readonly operation: string
  readonly member: string
  shape(given: ValueMap): ValueMap
}

const present = (fields: Readonly<Record<string, Value | undefined>>): ValueMap =>
  Object.fromEntries(Object.entries(fields).filter((field): field is [string, Value] => field[1] !== undefined))

/** A template lists prefix and tags, the API has a filter of one of them or of all. */
function filterOf({ Prefix, TagFilters }: ValueMap): ValueMap {
  const tags = listOf(TagFilters)
  if (tags.length === 0) return Prefix === undefined ? {} : { Filter: { Prefix } }
  if (tags.length === 1 && Prefix === undefined) return { Filter: { Tag: tags[0]! } }
  return { Filter: { And: present({ Prefix, Tags: [...tags] }) } }
}

function destinationOf(destination: Value | undefined, account: string): ValueMap {
  const { BucketAccountId, BucketArn, Format, Prefix } = (destination ?? {}) as ValueMap
  return { S3BucketDestination: present({ [account]: BucketAccountId, Bucket: BucketArn, Format, Prefix }) }
}

function analytics({ Id, StorageClassAnalysis, ...rest }: ValueMap): ValueMap {
  const exported = ((StorageClassAnalysis ?? {}) as ValueMap)['DataExport'] as ValueMap | undefined
  const analysis = exported ? { DataExport: present({ OutputSchemaVersion: exported['OutputSchemaVersion'], Destination: destinationOf(exported['Destination'], 'BucketAccountId') }) } : {}
  return present({ Id, ...filterOf(rest), StorageClassAnalysis: analysis })
}

function inventory({ Destination, Enabled, Prefix, ScheduleFrequency, ...rest }: ValueMap): ValueMap {
  const filter = Prefix === undefined ? {} : { Filter: { Prefix } }
  return present({ ...rest, ...filter, IsEnabled: Enabled, Destination: destinationOf(Destination, 'AccountId'), Schedule: present({ Frequency: ScheduleFrequency }) })
}

export const REPORTS: Readonly<Record<string, Report>> = {
  AnalyticsConfigurations: { operation: 'BucketAnalyticsConfiguration', member: 'AnalyticsConfiguration', shape: analytics },
  IntelligentTieringConfigurations: {
    operation: 'BucketIntelligentTieringConfiguration', member: 'IntelligentTieringConfiguration',
    shape: ({ Prefix, TagFilters, ...rest }) => ({ ...rest, ...filterOf(present({ Prefix, TagFilters })) }),
  },
  InventoryConfigurations: { operation: 'BucketInventoryConfiguration', member: 'InventoryConfiguration', shape: inventory },
  MetricsConfigurations: { operation: 'BucketMetricsConfiguration', member: 'MetricsConfiguration', shape: ({ Id, ...rest }) => present({ Id, ...filterOf(rest) }) },
}

/** Brings a bucket's reports from one list to another. */
export async function configureReports(io: Io, Bucket: string, before: ValueMap, after: ValueMap): Promise<void> {
  for (const [property, { operation, member, shape }] of Object.entries(REPORTS)) {
    const [old, wanted] = [before, after].map((properties) => listOf(properties[property]) as readonly ValueMap[]) as [readonly ValueMap[], readonly ValueMap[]]
    for (const given of wanted) {
      if (old.some((other) => isSame(other, given))) continue
      await io.call('s3', `Put${operation}`, { Bucket, Id: given['Id'], [member]: shape(given) })
    }
    for (const { Id } of old) if (!wanted.some((given) => given['Id'] === Id)) await io.call('s3', `Delete${operation}`, { Bucket, Id })
  }
}

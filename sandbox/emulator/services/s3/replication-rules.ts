import type { ReplicationRule } from '@aws-sdk/client-s3'
import * as errors from './errors.ts'

const LONGEST_ID = 255
const SCHEMA = 'for this version of Cross Region Replication configuration schema. Please refer to S3 Developer Guide for more information.'

/** Throws S3's errors for replication rules of `bucket` that could not work; whether their destinations can take them is yet to be seen. */
export function checkReplication(rules: readonly ReplicationRule[], bucket: string): void {
  const ids = new Set<string>()
  const priorities = new Set<string>()
  const isNew = rules[0]?.Filter !== undefined
  for (const rule of rules) {
    checkForm(rule)
    if ((rule.Filter !== undefined) !== isNew) throw errors.malformedXml()
    const { ID: id, Priority: priority, Destination: destination } = rule
    if (id !== undefined && id.length > LONGEST_ID) throw errors.invalidArgument(`Rule Id must not exceed ${LONGEST_ID} characters`, 'ID', id)
    if (id !== undefined && ids.has(id)) throw errors.invalidArgument('Rule Id must be unique', 'ID', id)
    if (id !== undefined) ids.add(id)
    if (destination!.Bucket === `arn:aws:s3:::${bucket}`) throw errors.invalidRequest('Destination bucket cannot be the same as the source bucket.')
    if (isNew) checkNewForm(rule)
    else checkOldForm(rule)
    checkKeys(rule)
    const rank = `${destination!.Bucket} ${priority}`
    if (isNew && priorities.has(rank)) throw errors.invalidRequest(`Found duplicate priority ${priority}.`)
    priorities.add(rank)
  }
}

function checkForm({ Status: status, Destination: destination, Filter: filter, Prefix: prefix, ExistingObjectReplication: existing }: ReplicationRule): void {
  if ((status !== 'Enabled' && status !== 'Disabled') || !destination?.Bucket) throw errors.malformedXml()
  if ((filter === undefined) === (prefix === undefined)) throw errors.malformedXml()
  // It is in the schema, and has to be asked for at AWS first.
  if (existing !== undefined) throw errors.malformedXml()
  if (Object.values(filter ?? {}).filter((condition) => condition !== undefined).length > 1) throw errors.malformedXml()
  if (!/^arn:aws:s3:::[^/]+$/.test(destination.Bucket)) throw errors.invalidArgument('Invalid bucket ARN.', 'Bucket', destination.Bucket)
}

/** What KMS has encrypted is replicated with a key of the destination's, and nothing else is. */
function checkKeys({ Destination: destination, SourceSelectionCriteria: criteria }: ReplicationRule): void {
  const encryption = destination?.EncryptionConfiguration
  const chosen = criteria?.SseKmsEncryptedObjects
  if (encryption && !chosen) throw errors.invalidRequest('SseKmsEncryptedObjects must be specified if EncryptionConfiguration is present.')
  if (chosen?.Status === 'Enabled' && !encryption?.ReplicaKmsKeyID)
    throw errors.invalidRequest('ReplicaKmsKeyID must be specified if SseKmsEncryptedObjects tag is present.')
}

function checkOldForm({ Priority: priority, DeleteMarkerReplication: markers }: ReplicationRule): void {
  if (priority !== undefined) throw errors.invalidRequest(`Priority cannot be used ${SCHEMA}`)
  if (markers !== undefined) throw errors.invalidRequest(`DeleteMarkerReplication cannot be used ${SCHEMA}`)
}

/** Rules with a filter say more than those with a prefix alone, and leave nothing to be guessed. */
function checkNewForm({ Priority: priority, DeleteMarkerReplication: markers, Filter: filter }: ReplicationRule): void {
  if (priority === undefined) throw errors.invalidRequest(`Priority must be specified ${SCHEMA}`)
  if (markers === undefined) throw errors.invalidRequest(`DeleteMarkerReplication must be specified ${SCHEMA}`)
  const hasTags = filter?.Tag !== undefined || (filter?.And?.Tags?.length ?? 0) > 0
  if (markers.Status === 'Enabled' && hasTags)
    throw errors.invalidRequest('Delete marker replication is not supported if any Tag filter is specified. Please refer to S3 Developer Guide for more information.')
}

import type { Value } from '../value.ts'
import { intrinsicOf, isMap } from '../value.ts'
import { defined, invalid } from './build.ts'

/**
 * Where code lies: `s3://bucket/key` and `{Bucket, Key, Version}` become `{S3Bucket, S3Key, S3ObjectVersion}`.
 * A local path stays a string, as `aws cloudformation package` takes it from AWS::Lambda::Function.Code too;
 * SAM in AWS would refuse it, because there packaging has replaced it before. So it is with a function (a look-up in a
 * mapping, say), which `sam build` evaluates to a local path.
 */
export function codeLocation(id: string, property: string, location: Value): Value {
  if (typeof location === 'string') return s3Location(location) ?? location
  if (intrinsicOf(location)) return location
  if (!isMap(location)) return invalid(id, `'${property}' is a local path, an s3://bucket/key, or a map with Bucket and Key.`, property)
  if ('S3Bucket' in location) return location
  const { Bucket: bucket, Key: key, Version: version } = location
  if (bucket === undefined || key === undefined) return invalid(id, `'${property}' requires Bucket and Key properties to be specified.`, property)
  return defined({ S3Bucket: bucket, S3Key: key, S3ObjectVersion: version })
}

function s3Location(uri: string): Value | undefined {
  const match = /^s3:\/\/([^/]+)\/([^?]+)(?:\?versionId=(.+))?$/.exec(uri)
  if (!match) return undefined
  const [, bucket = '', key = '', version] = match
  return defined({ S3Bucket: bucket, S3Key: key, S3ObjectVersion: version })
}

import { AwsError } from '../../kernel/errors.ts'

/** Errors of S3, by the name of their code; the texts are S3's own. */

export const noSuchBucket = (bucket: string) =>
  new AwsError('NoSuchBucket', 'The specified bucket does not exist', { status: 404, members: { BucketName: bucket } })

export const noSuchKey = (key: string) =>
  new AwsError('NoSuchKey', 'The specified key does not exist.', { status: 404, members: { Key: key } })

export const noSuchUpload = (uploadId: string) =>
  new AwsError(
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { status: 404, members: { UploadId: uploadId } },
  )

export const accessDenied = () => new AwsError('AccessDenied', 'Access Denied', { status: 403 })

export const bucketAlreadyExists = (bucket: string) =>
  new AwsError(
    'BucketAlreadyExists',
    'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
    { status: 409, members: { BucketName: bucket } },
  )

export const bucketAlreadyOwnedByYou = (bucket: string) =>
  new AwsError(
    'BucketAlreadyOwnedByYou',
    'Your previous request to create the named bucket succeeded and you already own it.',
    { status: 409, members: { BucketName: bucket } },
  )

export const bucketNotEmpty = (bucket: string) =>
  new AwsError('BucketNotEmpty', 'The bucket you tried to delete is not empty', {
    status: 409,
    members: { BucketName: bucket },
  })

export const invalidBucketName = (bucket: string) =>
  new AwsError('InvalidBucketName', 'The specified bucket is not valid.', { members: { BucketName: bucket } })

export const invalidLocationConstraint = (constraint: string) =>
  new AwsError('InvalidLocationConstraint', 'The specified location-constraint is not valid', {
    members: { LocationConstraint: constraint },
  })

export const illegalLocationConstraint = (constraint: string) =>
  new AwsError(
    'IllegalLocationConstraintException',
    `The ${constraint} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  )

/** The bucket lives in `region`; clients read that from the header and ask again. */
export const permanentRedirect = (bucket: string, region: string) =>
  new AwsError(
    'PermanentRedirect',
    'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
    {
      status: 301,
      members: { Endpoint: `${bucket}.s3.${region}.amazonaws.com`, Bucket: bucket },
      headers: { 'x-amz-bucket-region': region },
    },
  )

/** What a presigned URL gets where `permanentRedirect` would be of no use: its signature names the region. */
export const wrongPresignedRegion = (given: string, region: string) =>
  new AwsError(
    'AuthorizationQueryParametersError',
    `Error parsing the X-Amz-Credential parameter; the region '${given}' is wrong; expecting '${region}'`,
    { members: { Region: region }, headers: { 'x-amz-bucket-region': region } },
  )

export const invalidArgument = (message: string, name: string, value: unknown) =>
  new AwsError('InvalidArgument', message, { members: { ArgumentName: name, ArgumentValue: value } })

export const invalidRequest = (message: string) => new AwsError('InvalidRequest', message)

export { malformedXml } from '../../protocols/xml.ts'

export const keyTooLong = (key: string) =>
  new AwsError('KeyTooLongError', 'Your key is too long', {
    members: { Size: Buffer.byteLength(key), MaxSizeAllowed: 1024 },
  })

export const metadataTooLarge = (size: number) =>
  new AwsError('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size', {
    members: { Size: size, MaxSizeAllowed: 2048 },
  })

export const preconditionFailed = (condition: string) =>
  new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    status: 412,
    members: { Condition: condition },
  })

export const notModified = (headers: Record<string, string>) =>
  new AwsError('NotModified', 'Not Modified', { status: 304, headers })

export const invalidRange = (requested: string, size: number) =>
  new AwsError('InvalidRange', 'The requested range is not satisfiable', {
    status: 416,
    members: { RangeRequested: requested, ActualObjectSize: size },
  })

export const incompleteBody = (message = 'The request body terminated unexpectedly') =>
  new AwsError('IncompleteBody', message)

export const invalidDigest = (value: string) =>
  new AwsError('InvalidDigest', 'The Content-MD5 you specified was invalid.', { members: { 'Content-MD5': value } })

export const badDigest = (expected: string, calculated: string) =>
  new AwsError('BadDigest', 'The Content-MD5 you specified did not match what we received.', {
    members: { ExpectedDigest: expected, CalculatedDigest: calculated },
  })

export const badChecksum = (algorithm: string) =>
  new AwsError('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`)

export const contentSha256Mismatch = (given: string, computed: string) =>
  new AwsError(
    'XAmzContentSHA256Mismatch',
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
    { members: { ClientComputedContentSHA256: given, S3ComputedContentSHA256: computed } },
  )

/** S3's own use of this code: a header asks for what S3 does not do. */
export const headerNotImplemented = (header: string) =>
  new AwsError('NotImplemented', 'A header you provided implies functionality that is not implemented', {
    status: 501,
    members: { Header: header },
  })

export const entityTooLarge = (size: number, limit: number) =>
  new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
    members: { ProposedSize: size, MaxSizeAllowed: limit },
  })

export const entityTooSmall = (size: number, limit: number, part: number, etag: string) =>
  new AwsError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
    members: { ProposedSize: size, MinSizeAllowed: limit, PartNumber: part, ETag: etag },
  })

export const invalidPart = (uploadId: string, part: number, etag: string) =>
  new AwsError(
    'InvalidPart',
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    { members: { UploadId: uploadId, PartNumber: part, ETag: etag } },
  )

export const invalidPartOrder = (uploadId: string) =>
  new AwsError('InvalidPartOrder', 'The list of parts was not in ascending order. Parts must be ordered by part number.', {
    members: { UploadId: uploadId },
  })

export const partNumberOutOfRange = (value: unknown) =>
  invalidArgument('Part number must be an integer between 1 and 10000, inclusive', 'partNumber', value)

export const invalidTag = (message: string, key: string) =>
  new AwsError('InvalidTag', message, { members: { TagKey: key } })

export const aclNotSupported = () => new AwsError('AccessControlListNotSupported', 'The bucket does not allow ACLs')

const MISSING = {
  NoSuchCORSConfiguration: 'The CORS configuration does not exist',
  NoSuchTagSet: 'The TagSet does not exist',
  NoSuchBucketPolicy: 'The bucket policy does not exist',
  NoSuchPublicAccessBlockConfiguration: 'The public access block configuration was not found',
  OwnershipControlsNotFoundError: 'The bucket ownership controls were not found',
  NoSuchLifecycleConfiguration: 'The lifecycle configuration does not exist',
  NoSuchWebsiteConfiguration: 'The specified bucket does not have a website configuration',
  ReplicationConfigurationNotFoundError: 'The replication configuration was not found',
  ObjectLockConfigurationNotFoundError: 'Object Lock configuration does not exist for this bucket',
} as const

/** A bucket has no such setting. */
export const missingConfiguration = (bucket: string, code: keyof typeof MISSING) =>
  new AwsError(code, MISSING[code], { status: 404, members: { BucketName: bucket } })

export const checksumTypeMismatch = (expected: string, actual: string) =>
  invalidRequest(
    `Checksum Type mismatch occurred, expected checksum Type: ${expected.toLowerCase()}, actual checksum Type: ${actual.toLowerCase()}`,
  )

export const partChecksumMissing = (algorithm: string, part: number) =>
  invalidRequest(
    `The upload was created using a ${algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${part} in the request.`,
  )

export const unsupportedChecksum = () =>
  invalidRequest(
    'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
  )

export const malformedTrailer = () =>
  new AwsError(
    'MalformedTrailerError',
    'The request contained trailing data that was not well-formed or did not conform to our published schema.',
  )

import { AwsError } from '../../kernel/errors.ts'

/** Errors of S3, by the name of their code; the texts are S3's own. */

export const noSuchBucket = (bucket: string) =>
  new AwsError('NoSuchBucket', 'The specified bucket does not exist', { status: 404, members: { BucketName: bucket } })

export const noSuchKey = (key: string) =>
  new AwsError('NoSuchKey', 'The specified key does not exist.', { status: 404, members: { Key: key } })

/** Where the key's latest version is a delete marker, headers say so. */
export const deletedKey = (key: string, versionId: string) =>
  new AwsError('NoSuchKey', 'The specified key does not exist.', {
    status: 404,
    members: { Key: key },
    headers: { 'x-amz-delete-marker': 'true', 'x-amz-version-id': versionId },
  })

export const noSuchVersion = (key: string, versionId: string) =>
  new AwsError('NoSuchVersion', 'The specified version does not exist.', {
    status: 404,
    members: { Key: key, VersionId: versionId },
  })

export const methodNotAllowed = (method: string, resourceType: string, headers: Record<string, string> = {}) =>
  new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
    status: 405,
    members: { Method: method, ResourceType: resourceType },
    headers,
  })

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

export const tooManyBuckets = () =>
  new AwsError('TooManyBuckets', 'You have attempted to create more buckets than allowed')

export const bucketNotEmpty = (bucket: string, hasVersions: boolean) =>
  new AwsError(
    'BucketNotEmpty',
    `The bucket you tried to delete is not empty${hasVersions ? '. You must delete all versions in the bucket.' : ''}`,
    { status: 409, members: { BucketName: bucket } },
  )

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

/** `value` is left out where S3 does not repeat what it was given. */
export const invalidArgument = (message: string, name: string, value?: unknown) =>
  new AwsError('InvalidArgument', message, {
    members: { ArgumentName: name, ...(value === undefined ? {} : { ArgumentValue: value }) },
  })

export const invalidRequest = (message: string) => new AwsError('InvalidRequest', message)

export * from './configuration-errors.ts'
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

export const missingContentLength = () =>
  new AwsError('MissingContentLength', 'You must provide the Content-Length HTTP header.', { status: 411 })

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

/** Of a client's own key (SSE-C): S3 names this header whichever is at fault. */
export const customerKey = (message: string) => invalidArgument(message, 'x-amz-server-side-encryption', 'null')

export const customerAlgorithm = (algorithm: string) =>
  new AwsError('InvalidEncryptionAlgorithmError', 'The Encryption request you specified is not valid. Supported value: AES256.', {
    members: { ArgumentName: 'x-amz-server-side-encryption', ArgumentValue: algorithm },
  })

export const customerKeyWanted = () =>
  invalidRequest(
    'The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.',
  )

export const customerKeyNotApplicable = () => invalidRequest('The encryption parameters are not applicable to this object.')

export const customerKeyOfUpload = () =>
  invalidRequest(
    'The multipart upload initiate requested encryption. Subsequent part requests must include the appropriate encryption parameters.',
  )

export const otherCustomerKey = () => invalidRequest('The provided encryption parameters did not match the ones used originally.')

export const wrongCustomerKey = () =>
  new AwsError(
    'AccessDenied',
    'Requests specifying Server Side Encryption with Customer provided keys must provide the correct secret key.',
    { status: 403 },
  )

/** The sentence is not documented. */
export const encryptionFixed = () =>
  invalidRequest('Objects encrypted with SSE-C or DSSE-KMS are not supported by this operation.')

export const customerKeysBlocked = (who: string, action: string, resource: string) =>
  new AwsError(
    'AccessDenied',
    `User: ${who} is not authorized to perform: ${action} on resource: "${resource}" because this bucket has blocked upload requests that specify Server Side Encryption with Customer provided keys (SSE-C). Please specify a different server-side encryption type`,
    { status: 403 },
  )

/** S3's own use of this code: a header asks for what S3 does not do. */
export const headerNotImplemented = (header: string, additionalMessage?: string) =>
  new AwsError('NotImplemented', 'A header you provided implies functionality that is not implemented', {
    status: 501,
    members: { Header: header, ...(additionalMessage === undefined ? {} : { additionalMessage }) },
  })

export const conditionalRequestConflict = (condition: string, key: string) =>
  new AwsError(
    'ConditionalRequestConflict',
    'The conditional request cannot succeed due to a conflicting operation against this resource.',
    { status: 409, members: { Condition: condition, Key: key } },
  )

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

export const invalidTag = (message: string, key: string, value?: string) =>
  new AwsError('InvalidTag', message, { members: { TagKey: key, ...(value === undefined ? {} : { TagValue: value }) } })

export const corsRefused = (message: string, method: string, resourceType: 'BUCKET' | 'OBJECT') =>
  new AwsError('AccessForbidden', `CORSResponse: ${message}`, {
    status: 403,
    members: { Method: method, ResourceType: resourceType },
  })

export const corsBadRequest = (message: string) => new AwsError('BadRequest', message)

/** A field of a browser's form that is not there, or that came behind the file. */
export const missingField = (name: string) =>
  invalidArgument(`Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`, name, '')

export const notOneFile = (count: number) => invalidArgument('POST requires exactly one file upload per request.', 'file', count)

export const malformedForm = () =>
  new AwsError('MalformedPOSTRequest', 'The body of your POST request is not well-formed multipart/form-data.')

export const notMultipart = () => preconditionFailed('Bucket POST must be of the enclosure-type multipart/form-data')

export const formTooLarge = (limit: number) =>
  new AwsError('MaxPostPreDataLengthExceeded', 'Your POST request fields preceeding the upload file was too large.', {
    members: { MaxPostPreDataLengthBytes: limit },
  })

/** A form's policy cannot be read. */
export const invalidPolicy = (problem: string) => new AwsError('InvalidPolicyDocument', `Invalid Policy: ${problem}`)

/** A form is not what its policy allows. */
export const policyRefused = (problem: string) =>
  new AwsError('AccessDenied', `Invalid according to Policy: ${problem}`, { status: 403 })

/** Undefined where the size is within the policy's. */
export function entityOutOfRange(size: number, least: number, most: number): AwsError | undefined {
  if (size > most) return entityTooLarge(size, most)
  if (size >= least) return undefined
  return new AwsError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
    members: { ProposedSize: size, MinSizeAllowed: least },
  })
}

export const wrongFormRegion = (credential: string, given: string, region: string) =>
  new AwsError('InvalidArgument', `the region '${given}' is wrong; expecting '${region}'`, {
    members: { ArgumentName: 'X-Amz-Credential', ArgumentValue: credential, Region: region },
  })

export const missingLockConfiguration = () => invalidRequest('Bucket is missing Object Lock Configuration')

export const retainUntilPast = (name: string, until: Date) =>
  invalidArgument('The retain until date must be in the future!', name, until.toISOString().replace('.000Z', 'Z'))

export const protectedByLock = () =>
  new AwsError('AccessDenied', 'Access Denied because object protected by object lock.', { status: 403 })

/** An object has no retention, or no legal hold. */
export const noObjectLock = () =>
  new AwsError('NoSuchObjectLockConfiguration', 'The specified object does not have a ObjectLock configuration', { status: 404 })

export const invalidObjectState = (message: string, storageClass: string, more: Record<string, string> = {}) =>
  new AwsError('InvalidObjectState', message, { status: 403, members: { StorageClass: storageClass, ...more } })

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

import { AwsError } from '../../kernel/errors.ts'

/** Errors about the settings of buckets: versioning, policies, ACLs and all that is configured. */

export const malformedAcl = () =>
  new AwsError('MalformedACLError', 'The XML you provided was not well-formed or did not validate against our published schema')

/** An ACL that grants something to others, where ACLs are off. */
export const aclWithOwnership = (bucket: string) =>
  new AwsError(
    'InvalidBucketAclWithObjectOwnership',
    "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
    { members: { BucketName: bucket } },
  )

export const aclWithPublicAccessBlock = (bucket: string) =>
  new AwsError('InvalidBucketAclWithBlockPublicAccessError', 'Bucket cannot have public ACLs set with BlockPublicAccess enabled', {
    members: { BucketName: bucket },
  })

export const aclNotSupported = () => new AwsError('AccessControlListNotSupported', 'The bucket does not allow ACLs')

export const illegalVersioning = (message: string) => new AwsError('IllegalVersioningConfigurationException', message)

export const mfaRequired = () =>
  new AwsError('AccessDenied', 'Mfa Authentication must be used for this request', { status: 403 })

export const invalidRedirectLocation = () =>
  new AwsError(
    'InvalidRedirectLocation',
    "The website redirect location must have a prefix of 'http://' or 'https://' or '/'.",
  )

/** `detail` is what in the policy is at fault. */
export const malformedPolicy = (message: string, detail?: string) =>
  new AwsError('MalformedPolicy', message, detail === undefined ? {} : { members: { Detail: detail } })

export const publicPolicyBlocked = (principal: string, bucket: string) =>
  new AwsError(
    'AccessDenied',
    `User: ${principal} is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::${bucket}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`,
    { status: 403 },
  )

export const invalidLoggingTarget = (bucket: string) =>
  new AwsError('InvalidTargetBucketForLogging', 'The target bucket for logging does not exist', {
    members: { TargetBucket: bucket },
  })

/** Of us-east-1, which is no location constraint, S3 says nothing. */
export const loggingElsewhere = (source: string, target: string) =>
  new AwsError('CrossLocationLoggingProhibitted', 'Cross S3 location logging not allowed. ', {
    status: 403,
    members: {
      ...(source === 'us-east-1' ? {} : { SourceBucketLocation: source }),
      ...(target === 'us-east-1' ? {} : { TargetBucketLocation: target }),
    },
  })

export const idMismatch = () =>
  new AwsError('IdMismatch', 'Document ID does not match the specified configuration ID.')

/** An inventory's destination is no bucket. */
export const invalidDestinationBucket = () => new AwsError('InvalidS3DestinationBucket', 'Invalid bucket ARN.')

export const tooManyConfigurations = () =>
  new AwsError(
    'TooManyConfigurations',
    'You are attempting to create a new configuration but have already reached the 1,000-configuration limit.',
  )

export const invalidBucketState = (message: string) => new AwsError('InvalidBucketState', message, { status: 409 })

/** A configuration of those of which a bucket has many. */
export const noSuchConfiguration = () =>
  new AwsError('NoSuchConfiguration', 'The specified configuration does not exist.', { status: 404 })

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

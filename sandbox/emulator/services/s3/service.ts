import type { Service } from '../../kernel/service.ts'
import { AbortMultipartUpload } from './operations/abort-multipart-upload.ts'
import { CompleteMultipartUpload } from './operations/complete-multipart-upload.ts'
import { CopyObject } from './operations/copy-object.ts'
import { CreateBucket } from './operations/create-bucket.ts'
import { CreateMultipartUpload } from './operations/create-multipart-upload.ts'
import { DeleteBucketAnalyticsConfiguration } from './operations/delete-bucket-analytics-configuration.ts'
import { DeleteBucketCors } from './operations/delete-bucket-cors.ts'
import { DeleteBucketEncryption } from './operations/delete-bucket-encryption.ts'
import { DeleteBucketIntelligentTieringConfiguration } from './operations/delete-bucket-intelligent-tiering-configuration.ts'
import { DeleteBucketInventoryConfiguration } from './operations/delete-bucket-inventory-configuration.ts'
import { DeleteBucketLifecycle } from './operations/delete-bucket-lifecycle.ts'
import { DeleteBucketMetricsConfiguration } from './operations/delete-bucket-metrics-configuration.ts'
import { DeleteBucketOwnershipControls } from './operations/delete-bucket-ownership-controls.ts'
import { DeleteBucketPolicy } from './operations/delete-bucket-policy.ts'
import { DeleteBucketReplication } from './operations/delete-bucket-replication.ts'
import { DeleteBucketTagging } from './operations/delete-bucket-tagging.ts'
import { DeleteBucketWebsite } from './operations/delete-bucket-website.ts'
import { DeleteBucket } from './operations/delete-bucket.ts'
import { DeleteObjectTagging } from './operations/delete-object-tagging.ts'
import { DeleteObject } from './operations/delete-object.ts'
import { DeleteObjects } from './operations/delete-objects.ts'
import { DeletePublicAccessBlock } from './operations/delete-public-access-block.ts'
import { GetBucketAbac } from './operations/get-bucket-abac.ts'
import { GetBucketAccelerateConfiguration } from './operations/get-bucket-accelerate-configuration.ts'
import { GetBucketAcl } from './operations/get-bucket-acl.ts'
import { GetBucketAnalyticsConfiguration } from './operations/get-bucket-analytics-configuration.ts'
import { GetBucketCors } from './operations/get-bucket-cors.ts'
import { GetBucketEncryption } from './operations/get-bucket-encryption.ts'
import { GetBucketIntelligentTieringConfiguration } from './operations/get-bucket-intelligent-tiering-configuration.ts'
import { GetBucketInventoryConfiguration } from './operations/get-bucket-inventory-configuration.ts'
import { GetBucketLifecycleConfiguration } from './operations/get-bucket-lifecycle-configuration.ts'
import { GetBucketLocation } from './operations/get-bucket-location.ts'
import { GetBucketLogging } from './operations/get-bucket-logging.ts'
import { GetBucketMetricsConfiguration } from './operations/get-bucket-metrics-configuration.ts'
import { GetBucketNotificationConfiguration } from './operations/get-bucket-notification-configuration.ts'
import { GetBucketOwnershipControls } from './operations/get-bucket-ownership-controls.ts'
import { GetBucketPolicyStatus } from './operations/get-bucket-policy-status.ts'
import { GetBucketPolicy } from './operations/get-bucket-policy.ts'
import { GetBucketReplication } from './operations/get-bucket-replication.ts'
import { GetBucketRequestPayment } from './operations/get-bucket-request-payment.ts'
import { GetBucketTagging } from './operations/get-bucket-tagging.ts'
import { GetBucketVersioning } from './operations/get-bucket-versioning.ts'
import { GetBucketWebsite } from './operations/get-bucket-website.ts'
import { GetObjectAcl } from './operations/get-object-acl.ts'
import { GetObjectAttributes } from './operations/get-object-attributes.ts'
import { GetObjectLegalHold } from './operations/get-object-legal-hold.ts'
import { GetObjectLockConfiguration } from './operations/get-object-lock-configuration.ts'
import { GetObjectRetention } from './operations/get-object-retention.ts'
import { GetObjectTagging } from './operations/get-object-tagging.ts'
import { GetObject } from './operations/get-object.ts'
import { GetPublicAccessBlock } from './operations/get-public-access-block.ts'
import { HeadBucket } from './operations/head-bucket.ts'
import { HeadObject } from './operations/head-object.ts'
import { ListBucketAnalyticsConfigurations } from './operations/list-bucket-analytics-configurations.ts'
import { ListBucketIntelligentTieringConfigurations } from './operations/list-bucket-intelligent-tiering-configurations.ts'
import { ListBucketInventoryConfigurations } from './operations/list-bucket-inventory-configurations.ts'
import { ListBucketMetricsConfigurations } from './operations/list-bucket-metrics-configurations.ts'
import { ListBuckets } from './operations/list-buckets.ts'
import { ListMultipartUploads } from './operations/list-multipart-uploads.ts'
import { ListObjectVersions } from './operations/list-object-versions.ts'
import { ListObjectsV2 } from './operations/list-objects-v2.ts'
import { ListObjects } from './operations/list-objects.ts'
import { ListParts } from './operations/list-parts.ts'
import { PutBucketAbac } from './operations/put-bucket-abac.ts'
import { PutBucketAccelerateConfiguration } from './operations/put-bucket-accelerate-configuration.ts'
import { PutBucketAcl } from './operations/put-bucket-acl.ts'
import { PutBucketAnalyticsConfiguration } from './operations/put-bucket-analytics-configuration.ts'
import { PutBucketCors } from './operations/put-bucket-cors.ts'
import { PutBucketEncryption } from './operations/put-bucket-encryption.ts'
import { PutBucketIntelligentTieringConfiguration } from './operations/put-bucket-intelligent-tiering-configuration.ts'
import { PutBucketInventoryConfiguration } from './operations/put-bucket-inventory-configuration.ts'
import { PutBucketLifecycleConfiguration } from './operations/put-bucket-lifecycle-configuration.ts'
import { PutBucketLogging } from './operations/put-bucket-logging.ts'
import { PutBucketMetricsConfiguration } from './operations/put-bucket-metrics-configuration.ts'
import { PutBucketNotificationConfiguration } from './operations/put-bucket-notification-configuration.ts'
import { PutBucketOwnershipControls } from './operations/put-bucket-ownership-controls.ts'
import { PutBucketPolicy } from './operations/put-bucket-policy.ts'
import { PutBucketReplication } from './operations/put-bucket-replication.ts'
import { PutBucketRequestPayment } from './operations/put-bucket-request-payment.ts'
import { PutBucketTagging } from './operations/put-bucket-tagging.ts'
import { PutBucketVersioning } from './operations/put-bucket-versioning.ts'
import { PutBucketWebsite } from './operations/put-bucket-website.ts'
import { PutObjectAcl } from './operations/put-object-acl.ts'
import { PutObjectLegalHold } from './operations/put-object-legal-hold.ts'
import { PutObjectLockConfiguration } from './operations/put-object-lock-configuration.ts'
import { PutObjectRetention } from './operations/put-object-retention.ts'
import { PutObjectTagging } from './operations/put-object-tagging.ts'
import { PutObject } from './operations/put-object.ts'
import { PutPublicAccessBlock } from './operations/put-public-access-block.ts'
import { RestoreObject } from './operations/restore-object.ts'
import { UpdateObjectEncryption } from './operations/update-object-encryption.ts'
import { UploadPartCopy } from './operations/upload-part-copy.ts'
import { UploadPart } from './operations/upload-part.ts'
import { s3Protocol } from './protocol.ts'
import { answerBrowser } from './browser.ts'
import { conditionKeys } from './condition-keys.ts'
import { resourcePolicies } from './resource-policies.ts'
import { describe, touches } from './trace.ts'
import { forgetKeys, dropContents } from './state.ts'
import { serveWebsite } from './website-host.ts'

const operations = {
  AbortMultipartUpload,
  CompleteMultipartUpload,
  CopyObject,
  CreateBucket,
  CreateMultipartUpload,
  DeleteBucket,
  DeleteBucketAnalyticsConfiguration,
  DeleteBucketCors,
  DeleteBucketEncryption,
  DeleteBucketIntelligentTieringConfiguration,
  DeleteBucketInventoryConfiguration,
  DeleteBucketLifecycle,
  DeleteBucketMetricsConfiguration,
  DeleteBucketOwnershipControls,
  DeleteBucketPolicy,
  DeleteBucketReplication,
  DeleteBucketTagging,
  DeleteBucketWebsite,
  DeleteObject,
  DeleteObjectTagging,
  DeleteObjects,
  DeletePublicAccessBlock,
  GetBucketAbac,
  GetBucketAccelerateConfiguration,
  GetBucketAcl,
  GetBucketAnalyticsConfiguration,
  GetBucketCors,
  GetBucketEncryption,
  GetBucketIntelligentTieringConfiguration,
  GetBucketInventoryConfiguration,
  GetBucketLifecycleConfiguration,
  GetBucketLocation,
  GetBucketLogging,
  GetBucketMetricsConfiguration,
  GetBucketNotificationConfiguration,
  GetBucketOwnershipControls,
  GetBucketPolicy,
  GetBucketPolicyStatus,
  GetBucketReplication,
  GetBucketRequestPayment,
  GetBucketTagging,
  GetBucketVersioning,
  GetBucketWebsite,
  GetObject,
  GetObjectAcl,
  GetObjectAttributes,
  GetObjectLegalHold,
  GetObjectLockConfiguration,
  GetObjectRetention,
  GetObjectTagging,
  GetPublicAccessBlock,
  HeadBucket,
  HeadObject,
  ListBucketAnalyticsConfigurations,
  ListBucketIntelligentTieringConfigurations,
  ListBucketInventoryConfigurations,
  ListBucketMetricsConfigurations,
  ListBuckets,
  ListMultipartUploads,
  ListObjectVersions,
  ListObjects,
  ListObjectsV2,
  ListParts,
  PutBucketAbac,
  PutBucketAccelerateConfiguration,
  PutBucketAcl,
  PutBucketAnalyticsConfiguration,
  PutBucketCors,
  PutBucketEncryption,
  PutBucketIntelligentTieringConfiguration,
  PutBucketInventoryConfiguration,
  PutBucketLifecycleConfiguration,
  PutBucketLogging,
  PutBucketMetricsConfiguration,
  PutBucketNotificationConfiguration,
  PutBucketOwnershipControls,
  PutBucketPolicy,
  PutBucketReplication,
  PutBucketRequestPayment,
  PutBucketTagging,
  PutBucketVersioning,
  PutBucketWebsite,
  PutObject,
  PutObjectAcl,
  PutObjectLegalHold,
  PutObjectLockConfiguration,
  PutObjectRetention,
  PutObjectTagging,
  PutPublicAccessBlock,
  RestoreObject,
  UpdateObjectEncryption,
  UploadPart,
  UploadPartCopy,
}

const protocol = s3Protocol((name) => Object.hasOwn(operations, name))

export const service: Service = {
  name: 's3',
  protocol,
  operations,
  resourcePolicies,
  conditionKeys,
  usualErrors: {
    SlowDown: { status: 503, message: 'Please reduce your request rate.' },
    InternalError: { status: 500, message: 'We encountered an internal error. Please try again.' },
    ServiceUnavailable: { status: 503, message: 'Service is unable to handle request.' },
    RequestTimeout: { status: 400, message: 'Your socket connection to the server was not read from or written to within the timeout period.' },
    AccessDenied: { status: 403, message: 'Access Denied' },
    OperationAborted: { status: 409, message: 'A conflicting conditional operation is currently in progress against this resource. Please try again.' },
    NoSuchKey: { message: 'The specified key does not exist.' },
    NoSuchBucket: { message: 'The specified bucket does not exist' },
  },
  describe,
  touches,
  http: (request, _caller, host) => serveWebsite(request, host) ?? answerBrowser(protocol, request, host),
  reset: forgetKeys,
  resetAccount: dropContents,
  resumeAccount: forgetKeys,
}

import type { Service } from '../../kernel/service.ts'
import { AbortMultipartUpload } from './operations/abort-multipart-upload.ts'
import { CompleteMultipartUpload } from './operations/complete-multipart-upload.ts'
import { CopyObject } from './operations/copy-object.ts'
import { CreateBucket } from './operations/create-bucket.ts'
import { CreateMultipartUpload } from './operations/create-multipart-upload.ts'
import { DeleteBucketCors } from './operations/delete-bucket-cors.ts'
import { DeleteBucketEncryption } from './operations/delete-bucket-encryption.ts'
import { DeleteBucketLifecycle } from './operations/delete-bucket-lifecycle.ts'
import { DeleteBucketOwnershipControls } from './operations/delete-bucket-ownership-controls.ts'
import { DeleteBucketPolicy } from './operations/delete-bucket-policy.ts'
import { DeleteBucketTagging } from './operations/delete-bucket-tagging.ts'
import { DeleteBucket } from './operations/delete-bucket.ts'
import { DeleteObjectTagging } from './operations/delete-object-tagging.ts'
import { DeleteObject } from './operations/delete-object.ts'
import { DeleteObjects } from './operations/delete-objects.ts'
import { DeletePublicAccessBlock } from './operations/delete-public-access-block.ts'
import { GetBucketAccelerateConfiguration } from './operations/get-bucket-accelerate-configuration.ts'
import { GetBucketAcl } from './operations/get-bucket-acl.ts'
import { GetBucketCors } from './operations/get-bucket-cors.ts'
import { GetBucketEncryption } from './operations/get-bucket-encryption.ts'
import { GetBucketLifecycleConfiguration } from './operations/get-bucket-lifecycle-configuration.ts'
import { GetBucketLocation } from './operations/get-bucket-location.ts'
import { GetBucketLogging } from './operations/get-bucket-logging.ts'
import { GetBucketNotificationConfiguration } from './operations/get-bucket-notification-configuration.ts'
import { GetBucketOwnershipControls } from './operations/get-bucket-ownership-controls.ts'
import { GetBucketPolicy } from './operations/get-bucket-policy.ts'
import { GetBucketReplication } from './operations/get-bucket-replication.ts'
import { GetBucketRequestPayment } from './operations/get-bucket-request-payment.ts'
import { GetBucketTagging } from './operations/get-bucket-tagging.ts'
import { GetBucketVersioning } from './operations/get-bucket-versioning.ts'
import { GetBucketWebsite } from './operations/get-bucket-website.ts'
import { GetObjectAcl } from './operations/get-object-acl.ts'
import { GetObjectAttributes } from './operations/get-object-attributes.ts'
import { GetObjectLockConfiguration } from './operations/get-object-lock-configuration.ts'
import { GetObjectTagging } from './operations/get-object-tagging.ts'
import { GetObject } from './operations/get-object.ts'
import { GetPublicAccessBlock } from './operations/get-public-access-block.ts'
import { HeadBucket } from './operations/head-bucket.ts'
import { HeadObject } from './operations/head-object.ts'
import { ListBuckets } from './operations/list-buckets.ts'
import { ListMultipartUploads } from './operations/list-multipart-uploads.ts'
import { ListObjectVersions } from './operations/list-object-versions.ts'
import { ListObjectsV2 } from './operations/list-objects-v2.ts'
import { ListObjects } from './operations/list-objects.ts'
import { ListParts } from './operations/list-parts.ts'
import { PutBucketCors } from './operations/put-bucket-cors.ts'
import { PutBucketEncryption } from './operations/put-bucket-encryption.ts'
import { PutBucketLifecycleConfiguration } from './operations/put-bucket-lifecycle-configuration.ts'
import { PutBucketNotificationConfiguration } from './operations/put-bucket-notification-configuration.ts'
import { PutBucketOwnershipControls } from './operations/put-bucket-ownership-controls.ts'
import { PutBucketPolicy } from './operations/put-bucket-policy.ts'
import { PutBucketTagging } from './operations/put-bucket-tagging.ts'
import { PutObjectTagging } from './operations/put-object-tagging.ts'
import { PutObject } from './operations/put-object.ts'
import { PutPublicAccessBlock } from './operations/put-public-access-block.ts'
import { UploadPartCopy } from './operations/upload-part-copy.ts'
import { UploadPart } from './operations/upload-part.ts'
import { s3Protocol } from './protocol.ts'
import { forgetKeys } from './state.ts'

const operations = {
  AbortMultipartUpload,
  CompleteMultipartUpload,
  CopyObject,
  CreateBucket,
  CreateMultipartUpload,
  DeleteBucket,
  DeleteBucketCors,
  DeleteBucketEncryption,
  DeleteBucketLifecycle,
  DeleteBucketOwnershipControls,
  DeleteBucketPolicy,
  DeleteBucketTagging,
  DeleteObject,
  DeleteObjectTagging,
  DeleteObjects,
  DeletePublicAccessBlock,
  GetBucketAccelerateConfiguration,
  GetBucketAcl,
  GetBucketCors,
  GetBucketEncryption,
  GetBucketLifecycleConfiguration,
  GetBucketLocation,
  GetBucketLogging,
  GetBucketNotificationConfiguration,
  GetBucketOwnershipControls,
  GetBucketPolicy,
  GetBucketReplication,
  GetBucketRequestPayment,
  GetBucketTagging,
  GetBucketVersioning,
  GetBucketWebsite,
  GetObject,
  GetObjectAcl,
  GetObjectAttributes,
  GetObjectLockConfiguration,
  GetObjectTagging,
  GetPublicAccessBlock,
  HeadBucket,
  HeadObject,
  ListBuckets,
  ListMultipartUploads,
  ListObjectVersions,
  ListObjects,
  ListObjectsV2,
  ListParts,
  PutBucketCors,
  PutBucketEncryption,
  PutBucketLifecycleConfiguration,
  PutBucketNotificationConfiguration,
  PutBucketOwnershipControls,
  PutBucketPolicy,
  PutBucketTagging,
  PutObject,
  PutObjectTagging,
  PutPublicAccessBlock,
  UploadPart,
  UploadPartCopy,
}

export const service: Service = {
  name: 's3',
  protocol: s3Protocol((name) => Object.hasOwn(operations, name)),
  operations,
  reset: forgetKeys,
}

import type { Clients } from '../clients.ts'
import { ifFound } from '../resource.ts'
import type { CodePackage } from './package-code.ts'
import { DeployError } from './deploy-error.ts'

const LONGEST_BUCKET_NAME = 63

/** The bucket of a stack's code: one for each stack, account and region. */
export function artifactBucket(stackName: string, account: string, region: string): string {
  const name = `${stackName.toLowerCase()}-artifacts-${account}-${region}`
  if (name.length <= LONGEST_BUCKET_NAME) return name
  throw new DeployError(`Stack name ${stackName} is too long for its artifact bucket ${name}, which may have ${LONGEST_BUCKET_NAME} characters. Choose a shorter one with --stack-name.`)
}

/** Whether the bucket is there, in this account: one of somebody else is refused, so that no code goes to a stranger. */
export async function hasBucket(clients: Clients, Bucket: string, ExpectedBucketOwner: string): Promise<boolean> {
  const { HeadBucketCommand } = await import('@aws-sdk/client-s3')
  const s3 = await clients.s3()
  try {
    return (await ifFound(() => s3.send(new HeadBucketCommand({ Bucket, ExpectedBucketOwner })), 'NotFound', 'NoSuchBucket')) !== undefined
  } catch (error) {
    const { $metadata } = error as { $metadata?: { httpStatusCode?: number } }
    if ($metadata?.httpStatusCode !== 403) throw error
    throw new DeployError(`Bucket ${Bucket} belongs to somebody else, or these credentials may not use it (s3:ListBucket). Choose another --stack-name.`)
  }
}

/** Makes the bucket private, encrypted and reachable by TLS alone; safe to repeat. */
export async function ensureBucket(clients: Clients, Bucket: string, region: string): Promise<void> {
  const sdk = await import('@aws-sdk/client-s3')
  const s3 = await clients.s3()
  // us-east-1 is what no LocationConstraint means, and may not be named.
  const location = region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region as never } }
  await ifFound(() => s3.send(new sdk.CreateBucketCommand({ Bucket, ...location })), 'BucketAlreadyOwnedByYou')
  await s3.send(new sdk.PutPublicAccessBlockCommand({
    Bucket,
    PublicAccessBlockConfiguration: { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true },
  }))
  await s3.send(new sdk.PutBucketEncryptionCommand({
    Bucket,
    ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
  }))
  await s3.send(new sdk.PutBucketPolicyCommand({ Bucket, Policy: tlsOnly(Bucket, region) }))
}

function tlsOnly(bucket: string, region: string): string {
  const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
  const arn = `arn:${partition}:s3:::${bucket}`
  const deny = { Sid: 'TlsOnly', Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [arn, `${arn}/*`], Condition: { Bool: { 'aws:SecureTransport': 'false' } } }
  return JSON.stringify({ Version: '2012-10-17', Statement: [deny] })
}

/** Uploads what the bucket does not have yet; its name tells its bytes. */
export async function uploadPackages(clients: Clients, Bucket: string, packages: readonly CodePackage[], onUpload: (item: CodePackage) => void): Promise<void> {
  const { HeadObjectCommand, PutObjectCommand } = await import('@aws-sdk/client-s3')
  const s3 = await clients.s3()
  for (const item of packages) {
    const { key: Key, zip: Body } = item
    if (await ifFound(() => s3.send(new HeadObjectCommand({ Bucket, Key })), 'NotFound', 'NoSuchKey')) continue
    await s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: 'application/zip' }))
    onUpload(item)
  }
}

/** The address of a template in the bucket, for one that is too large to be sent in a request. */
export async function uploadTemplate(clients: Clients, Bucket: string, Key: string, text: string): Promise<string> {
  const { PutObjectCommand } = await import('@aws-sdk/client-s3')
  const s3 = await clients.s3()
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: text, ContentType: 'application/json' }))
  const custom = process.env['AWS_ENDPOINT_URL_S3'] ?? process.env['AWS_ENDPOINT_URL']
  if (custom !== undefined) return `${custom.replace(/\/$/, '')}/${Bucket}/${Key}`
  const { region } = clients.endpoints
  return `https://${Bucket}.s3.${region}.${region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'}/${Key}`
}

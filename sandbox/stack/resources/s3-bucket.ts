import type { CreateBucketCommandInput } from '@aws-sdk/client-s3'
import { ifFound, physicalName, type ResourceHandler } from '../resource.ts'

export const bucket: ResourceHandler = {
  type: 'AWS::S3::Bucket',
  async ensure(resource, stack) {
    const { CreateBucketCommand, HeadBucketCommand } = await import('@aws-sdk/client-s3')
    const s3 = await stack.clients.s3()
    const name = physicalName(resource, 'BucketName', stack).toLowerCase()
    const attributes = { Arn: `arn:aws:s3:::${name}`, DomainName: `${name}.s3.amazonaws.com` }
    const existing = await ifFound(() => s3.send(new HeadBucketCommand({ Bucket: name })), 'NotFound', 'NoSuchBucket')
    if (existing) return { ref: name, attributes, action: 'unchanged' }
    const input: CreateBucketCommandInput = { Bucket: name }
    // us-east-1 is the one region that must not be named.
    if (stack.region !== 'us-east-1') input.CreateBucketConfiguration = { LocationConstraint: stack.region as never }
    await s3.send(new CreateBucketCommand(input))
    return { ref: name, attributes, action: 'created' }
  },
}

import type { GetBucketLocationCommandOutput } from '@aws-sdk/client-s3'
import type { Context } from '../../kernel/context.ts'
import { AwsError } from '../../kernel/errors.ts'
import { restXml } from '../../protocols/rest-xml.ts'
import type { Member } from '../../protocols/shape.ts'
import { sdkSchemas } from '../../protocols/sdk-schemas.ts'
import { s3Address } from './address.ts'
import { corsHeaders, isCrossOrigin } from './cors.ts'
import { invalidArgument, partNumberOutOfRange } from './errors.ts'

const sdk = await sdkSchemas(() => import('@aws-sdk/client-s3/dist-es/schemas/schemas_0.js'))

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/'

/** S3's way of REST with XML: what its schemas do not say. */
export const s3Protocol = (implemented: (operation: string) => boolean) =>
  restXml(sdk, {
    xmlNamespace: NAMESPACE,
    address: s3Address,
    implemented,
    headers: s3Headers,
    errorDetails: (ctx) => ({ RequestId: requestId(ctx), HostId: hostId(ctx) }),
    unreadable,
    statuses: {
      GetObject: ({ ContentRange }) => (ContentRange === undefined ? undefined : 206),
      HeadObject: ({ ContentRange }) => (ContentRange === undefined ? undefined : 206),
      PutBucketAnalyticsConfiguration: () => 204,
      PutBucketIntelligentTieringConfiguration: () => 204,
      PutBucketInventoryConfiguration: () => 204,
      PutBucketMetricsConfiguration: () => 204,
      PutBucketPolicy: () => 204,
      PutBucketTagging: () => 204,
      RestoreObject: ({ wasRestored }) => (wasRestored ? 200 : 202),
    },
    bodies: {
      // The root element is the value itself.
      GetBucketLocation: ({ LocationConstraint: region }: GetBucketLocationCommandOutput) =>
        region ? `<LocationConstraint xmlns="${NAMESPACE}">${region}</LocationConstraint>` : `<LocationConstraint xmlns="${NAMESPACE}"/>`,
    },
  })

/** What every answer has. */
export function s3Headers(ctx: Context): Record<string, string> {
  const headers = { 'x-amz-request-id': requestId(ctx), 'x-amz-id-2': hostId(ctx), server: 'AmazonS3' }
  return isCrossOrigin(ctx) ? { ...headers, ...corsHeaders(ctx) } : headers
}

/** What S3 says of a parameter that it cannot read. Dates of conditions, and Expires, it leaves alone. */
function unreadable({ traits, shape }: Member, text: string): AwsError | undefined {
  if (traits.httpLabel) return new AwsError('InvalidURI', "Couldn't parse the specified URI.", { members: { URI: text } })
  if (shape.kind === 'timestamp') return undefined
  const name = traits.httpQuery ?? traits.httpHeader ?? ''
  if (name === 'partNumber') return partNumberOutOfRange(text)
  return invalidArgument(`Provided ${name} not an integer or within integer range`, name, text)
}

/** Sixteen capital letters and digits, where other services have a UUID. */
export const requestId = ({ requestId: id }: Pick<Context, 'requestId'>) => (id.slice(0, 8) + id.slice(9, 13) + id.slice(14, 18)).toUpperCase()

/** An opaque text that names the machine which answered; here it says no more than the request's id does. */
export const hostId = ({ requestId: id }: Pick<Context, 'requestId'>) => {
  if (id.length !== 36) return btoa(`${id}${id}`.slice(0, 57))
  // Of a UUID it is four characters for three, so that what comes again need not be encoded again: half the time.
  const encoded = btoa(id)
  return encoded + encoded.slice(0, 28)
}

import type { PutBucketCorsCommandInput, PutBucketCorsCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import * as errors from '../errors.ts'
import { configure } from '../state.ts'

const METHODS = new Set(['GET', 'PUT', 'HEAD', 'POST', 'DELETE'])
const LONGEST_ID = 255

export const PutBucketCors = operation<PutBucketCorsCommandInput, PutBucketCorsCommandOutput>({
  action: 's3:PutBucketCORS',
  resource: bucketArn,
  handle(input, ctx) {
    const bucket = requireBucket(ctx, input)
    const rules = input.CORSConfiguration?.CORSRules ?? []
    if (rules.length === 0 || rules.length > 100) throw errors.malformedXml()
    for (const rule of rules) {
      if (!rule.AllowedMethods?.length || !rule.AllowedOrigins?.length || (rule.ID?.length ?? 0) > LONGEST_ID) throw errors.malformedXml()
      const unknown = rule.AllowedMethods.find((method) => !METHODS.has(method))
      if (unknown !== undefined)
        throw errors.invalidRequest(`Found unsupported HTTP method in CORS config. Unsupported method is ${unknown}`)
      refuseWildcards('AllowedOrigin', rule.AllowedOrigins)
      refuseWildcards('AllowedHeader', rule.AllowedHeaders)
      const wild = rule.ExposeHeaders?.find((name) => name.includes('*'))
      if (wild !== undefined)
        throw errors.invalidRequest(`ExposeHeader "${wild}" contains wildcard. We currently do not support wildcard for ExposeHeader.`)
      const strange = rule.ExposeHeaders?.find((name) => /[^A-Za-z0-9-]/.test(name))
      if (strange !== undefined) throw errors.invalidRequest(`ExposeHeader "${strange}" contains invalid character.`)
    }
    configure(ctx, bucket, 'cors', rules)
    return {}
  },
})

function refuseWildcards(element: string, patterns: readonly string[] = []): void {
  const wrong = patterns.find((pattern) => pattern.indexOf('*') !== pattern.lastIndexOf('*'))
  if (wrong !== undefined) throw errors.invalidRequest(`${element} "${wrong}" can not have more than one wildcard.`)
}

import { Readable } from 'node:stream'
import type { PutObjectCommandInput, PutObjectCommandOutput } from '@aws-sdk/client-s3'
import type { Caller, Context } from '../../kernel/context.ts'
import { AwsError } from '../../kernel/errors.ts'
import type { HttpRequest, HttpResponse } from '../../kernel/http.ts'
import type { Protocol } from '../../kernel/service.ts'
import { requireBucket } from './access.ts'
import { s3Address } from './address.ts'
import * as errors from './errors.ts'
import { formAnswer } from './form-answer.ts'
import { objectRequest } from './form-fields.ts'
import { readForm, type Fields, type Form } from './form-parts.ts'
import { checkPolicy, limited, readPolicy, type SizeRange } from './form-policy.ts'
import { isSigned, requireSignature, signerOf } from './form-signature.ts'

/** What PutObject is told beside what the API knows: who sent the form. */
export interface PostedInput extends PutObjectCommandInput {
  readonly postedFrom?: string
}

const ANY_SIZE: SizeRange = { least: 0, most: 5 * 1024 ** 3 }

/**
 * Takes a browser's form with a file in it ("POST Object" of the S3 API Reference). The file is stored by PutObject, as
 * whoever signed the form's policy.
 */
export async function takeForm(protocol: Protocol, ctx: Context, request: HttpRequest): Promise<HttpResponse> {
  const type = request.headers['content-type'] ?? ''
  if (!/^multipart\/form-data\b/i.test(type)) throw errors.notMultipart()
  const boundary = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(type)
  if (!boundary) throw errors.malformedForm()
  const form = await readForm(request.body, boundary[1] ?? boundary[2]!)
  try {
    return await store(protocol, ctx, request, form)
  } catch (error) {
    await form.leave()
    throw error
  }
}

async function store(protocol: Protocol, ctx: Context, request: HttpRequest, form: Form): Promise<HttpResponse> {
  const name = s3Address(request).labels['Bucket']!
  const fields = withFilename(form)
  const key = fields.get('key')?.value
  if (key === undefined) throw errors.missingField('key')
  const { caller, range } = admit(ctx, name, fields)
  const wire = await objectRequest(protocol, request, fields, Readable.from(limited(form.content, range)))
  const match = { operation: 'PutObject', labels: { Bucket: name, Key: encodeURIComponent(key) } }
  const input = { ...(await protocol.decode(match, wire)), postedFrom: request.remoteAddress } as PostedInput
  const output = await put(ctx, caller, request, input)
  return formAnswer(protocol.encode(match, output, ctx), request, { bucket: name, key, etag: output.ETag! }, fields)
}

async function put(ctx: Context, caller: Caller, request: HttpRequest, input: PostedInput): Promise<PutObjectCommandOutput> {
  const { account, arn: principal } = caller.principal
  const facts = { service: 's3', name: `POST /${input.Bucket}`, account, region: caller.region, principal, requestId: ctx.requestId }
  const trace = ctx.traces.started(ctx.traces.arrive(request, undefined, ctx.now, 'request'), facts)
  try {
    const output = await ctx.call<PutObjectCommandOutput>({ ...caller, requestId: ctx.requestId, trace }, 's3', 'PutObject', input)
    ctx.traces.end(trace)
    return output
  } catch (error) {
    if (error instanceof AwsError) ctx.traces.end(trace, { error })
    throw error
  }
}

/** "All variables within the form are expanded prior to validating the POST policy." */
function withFilename({ fields, filename }: Form): Fields {
  if (filename === undefined) return fields
  return new Map([...fields].map(([name, field]) => [name, { ...field, value: field.value.replaceAll('${filename}', filename) }]))
}

/** Who signed the form, and how large its file may be. */
function admit(ctx: Context, name: string, fields: Fields): { caller: Caller; range: SizeRange } {
  const policy = fields.get('policy')?.value
  if (!isSigned(fields)) {
    // A policy that nobody signed lets nobody in.
    if (policy !== undefined) throw errors.accessDenied()
    return { caller: { principal: ctx.principal, region: ctx.region }, range: ANY_SIZE }
  }
  requireSignature(fields)
  const caller = signerOf(ctx, fields)
  const bucket = requireBucket({ ...ctx, account: caller.principal.account }, { Bucket: name })
  const credential = fields.get('x-amz-credential')?.value
  if (credential !== undefined && caller.region !== bucket.region) throw errors.wrongFormRegion(credential, caller.region, bucket.region)
  return { caller: { ...caller, region: bucket.region }, range: checkPolicy(readPolicy(policy!), fields, name, ctx.now) }
}

import { createHmac } from 'node:crypto'

export type PolicyCondition = Record<string, unknown> | readonly unknown[]

export interface FormOptions {
  readonly bucket: string
  /** Fields beside the signature's, in their order. */
  readonly fields: Readonly<Record<string, string>>
  readonly conditions: readonly PolicyCondition[]
  readonly date?: Date
  readonly expires_s?: number
  readonly region?: string
  readonly accessKeyId?: string
  readonly secretAccessKey?: string
}

/** The fields of a form that a browser may send, signed as `createPresignedPost` and boto3 sign them (Signature Version 4). */
export function signedForm(options: FormOptions): Record<string, string> {
  const { bucket, fields, conditions, date = new Date(), expires_s = 600, region = 'us-east-1' } = options
  const { accessKeyId = 'test', secretAccessKey = 'test' } = options
  const time = date.toISOString().replace(/[-:]|\.\d+/g, '')
  const scope = [time.slice(0, 8), region, 's3', 'aws4_request']
  const signature = { 'x-amz-algorithm': 'AWS4-HMAC-SHA256', 'x-amz-credential': [accessKeyId, ...scope].join('/'), 'x-amz-date': time }
  const expiration = new Date(date.getTime() + expires_s * 1000).toISOString()
  const all = [...conditions, { bucket }, ...Object.entries(signature).map(([name, value]) => ({ [name]: value }))]
  const policy = Buffer.from(JSON.stringify({ expiration, conditions: all })).toString('base64')
  return { ...fields, ...signature, policy, 'x-amz-signature': signPolicy(policy, secretAccessKey, scope) }
}

export function signPolicy(policy: string, secretAccessKey: string, scope: readonly string[]): string {
  const key = scope.reduce<string | Buffer>((from, text) => createHmac('sha256', from).update(text).digest(), `AWS4${secretAccessKey}`)
  return createHmac('sha256', key).update(policy).digest('hex')
}

/** The form with its file as the last field, ready for `fetch`. */
export function withFile(fields: Readonly<Record<string, string>>, content: string | Uint8Array<ArrayBuffer>, filename = 'a file.txt'): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', new Blob([content]), filename)
  return form
}

/**
 * Where a row of a table of refusals or defaults is from: a page where AWS's sentence is quoted or its rule told, `schema`
 * for what the SDK's own types rule out, `unverified` where only a like sentence is known.
 */
export type Source = 'unverified' | 'schema' | `https://${string}`

const RECORDS = 'https://github.com/localstack/localstack/blob/main/tests/aws/services/s3'

/** Answers of AWS that another project's tests have on record. */
export const RECORDED: Source = `${RECORDS}/test_s3.snapshot.json`
export const RECORDED_API: Source = `${RECORDS}/test_s3_api.snapshot.json`
export const RECORDED_EVENTS: Source = `${RECORDS}/test_s3_notifications_sqs.snapshot.json`

export const s3Api = (page: string): Source => `https://docs.aws.amazon.com/AmazonS3/latest/API/${page}.html`
export const s3Guide = (page: string): Source => `https://docs.aws.amazon.com/AmazonS3/latest/userguide/${page}.html`

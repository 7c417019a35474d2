import { expect, test } from 'vitest'
import { internalGet } from '../../kernel/http.ts'
import { s3Address } from './address.ts'

const at = (url: string) => {
  const { path, labels } = s3Address(internalGet(new URL(url)))
  return [labels['Bucket'], path]
}

test.each([
  ['http://127.0.0.1:4566/', undefined, '/'],
  ['http://127.0.0.1:4566/photos', 'photos', '/'],
  ['http://127.0.0.1:4566/photos/', 'photos', '/'],
  ['http://localhost:4566/photos/a/b%20c', 'photos', '/a/b%20c'],
  ['http://localhost:4566/photos//a', 'photos', '//a'],
  ['http://[::1]:4566/photos/a', 'photos', '/a'],
  ['http://sandbox:4566/photos/a', 'photos', '/a'],
  ['http://s3.localhost:4566/photos/a', 'photos', '/a'],
  ['http://s3.eu-west-1.amazonaws.com/photos/a', 'photos', '/a'],
  ['http://photos.s3.localhost:4566/a', 'photos', '/a'],
  ['http://photos.localhost:4566/', 'photos', '/'],
  ['http://photos.s3.eu-west-1.amazonaws.com/a', 'photos', '/a'],
  ['http://photos.s3.amazonaws.com/a', 'photos', '/a'],
  ['http://photos.s3-us-west-2.amazonaws.com/a', 'photos', '/a'],
  ['http://my.photos.s3.localhost.localstack.cloud:4566/photos/a', 'my.photos', '/photos/a'],
  ['http://a.s3.b.s3.eu-west-1.amazonaws.com/x', 'a.s3.b', '/x'],
])('%s names bucket %s and path %s', (url, bucket, path) => {
  expect(at(url)).toEqual([bucket, path])
})

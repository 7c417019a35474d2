import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { readForm } from './form-parts.ts'

const FILE = '--b\r\n\r--\r\n--a\r\n-'
const BODY = `preamble\r\n--b \r\nContent-Disposition: form-data; name="key"\r\n\r\na\r\nb\r\n--b\r\ncontent-disposition: form-data; name=acl\r\n\r\n\r\n--b\r\nContent-Type: text/plain\r\nContent-Disposition: form-data; name="file"; filename="C:\\dir\\it's \\"here\\";.txt"\r\n\r\n${FILE}\r\n--b\r\nContent-Disposition: form-data; name="submit"\r\n\r\nignored\r\n--b--\r\nepilogue`

test.each([1, 2, 3, 5, 7, 64, 10_000])('a form is the same in pieces of %d bytes', async (size) => {
  const bytes = Buffer.from(BODY)
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, at * size + size))
  const body = Readable.from(pieces)
  const form = await readForm(body, 'b')
  expect([...form.fields]).toEqual([['key', { name: 'key', value: 'a\r\nb' }], ['acl', { name: 'acl', value: '' }]])
  expect(form.filename).toBe('it\'s "here";.txt')
  expect(Buffer.concat(await Readable.from(form.content).toArray()).toString()).toBe(FILE)
  expect(body.readableEnded).toBe(true)
})

import * as s3 from '@aws-sdk/client-s3'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contents, escapeXml, fromXml, MIXED, parseXmlRoot } from './xml.ts'
import { readModel, type Shape } from './shape.ts'

const { operations } = readModel(s3)
const output = (name: string) => operations.get(name)!.output
const payload = (name: string) => operations.get(name)!.input.members.find(({ traits }) => traits.httpPayload)!.shape

const write = (value: object, shape: Shape) => contents(value as Record<string, unknown>, shape)
const read = (xml: string, shape: Shape) => fromXml(parseXmlRoot(Buffer.from(`<Root>${xml}</Root>`)).value, shape)

test('flattened lists, lists with a tag for each item, dates and flags', () => {
  const listed = { IsTruncated: false, Contents: [{ Key: 'a', LastModified: new Date(0), Size: 1, ChecksumAlgorithm: ['CRC32'] }, { Key: 'b' }], MaxKeys: 5 }
  const xml = '<IsTruncated>false</IsTruncated><Contents><Key>a</Key><LastModified>1970-01-01T00:00:00.000Z</LastModified><ChecksumAlgorithm>CRC32</ChecksumAlgorithm><Size>1</Size></Contents><Contents><Key>b</Key></Contents><MaxKeys>5</MaxKeys>'
  expect(write(listed, output('ListObjectsV2'))).toBe(xml)
  expect(read(xml, output('ListObjectsV2'))).toEqual(listed)
  const buckets = { Buckets: [{ Name: 'a' }, { Name: 'b' }] }
  expect(write(buckets, output('ListBuckets'))).toBe('<Buckets><Bucket><Name>a</Name></Bucket><Bucket><Name>b</Name></Bucket></Buckets>')
})

test('lists that a document mixes come in their own order, in the place of the first', () => {
  const [one, marker, two] = [{ Key: 'a' }, { Key: 'b' }, { Key: 'c' }]
  const mixed = { IsTruncated: false, Versions: [one, two], DeleteMarkers: [marker], Name: 'n', [MIXED]: [['Versions', one], ['DeleteMarkers', marker], ['Versions', two]] }
  expect(write(mixed, output('ListObjectVersions'))).toBe(
    '<IsTruncated>false</IsTruncated><Version><Key>a</Key></Version><DeleteMarker><Key>b</Key></DeleteMarker><Version><Key>c</Key></Version><Name>n</Name>',
  )
})

test('attributes and namespaces of an ACL', () => {
  const grant = { Grants: [{ Grantee: { Type: 'CanonicalUser', ID: 'x' }, Permission: 'READ' }] }
  expect(write(grant, output('GetBucketAcl'))).toBe(
    '<AccessControlList><Grant><Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser"><ID>x</ID></Grantee><Permission>READ</Permission></Grant></AccessControlList>',
  )
})

test('one item of a list is a list, none is an empty one, and unknown elements are passed over', () => {
  expect(read('<Object><Key>a</Key></Object><Quiet>true</Quiet><New/>', payload('DeleteObjects'))).toEqual({ Objects: [{ Key: 'a' }], Quiet: true })
  expect(read('<TagSet/>', payload('PutBucketTagging'))).toEqual({ TagSet: [] })
  expect(read('<TagSet>\n  <Tag>\n    <Key>k</Key>\n    <Value/>\n  </Tag>\n</TagSet>', payload('PutBucketTagging'))).toEqual({ TagSet: [{ Key: 'k', Value: '' }] })
})

test('any text comes back as it was', () => {
  const text = fc.string({ unit: fc.oneof(fc.constantFrom('&', '<', '>', '"', "'", '\r', '\u0001', ' ', '\t', '&amp;', ']]>'), fc.string({ unit: 'binary', maxLength: 3 })) })
  fc.assert(
    fc.property(text, (Key) => {
      fc.pre(Key.trim() === Key)
      expect(read(write({ Objects: [{ Key }] }, payload('DeleteObjects')), payload('DeleteObjects'))).toEqual({ Objects: [{ Key }] })
    }),
  )
})

test('references are characters, beyond U+FFFF too', () => {
  expect(read('<Object><Key>&#x1F600;&#128512;&#233;&#xe9;&apos;&amp;#128512;</Key></Object>', payload('DeleteObjects'))).toEqual({ Objects: [{ Key: "😀😀éé'&#128512;" }] })
})

test('what XML 1.0 has no character for becomes a reference, and an apostrophe stays', () => {
  expect(escapeXml('a\u0000\u001f\ufffe<\'"\r\n')).toBe("a&#x0;&#x1f;&#xfffe;&lt;'&quot;&#13;\n")
  expect(escapeXml('"a"')).toBe('&quot;a&quot;')
  expect(escapeXml('"a" & "b"')).toBe('&quot;a&quot; &amp; &quot;b&quot;')
})

test.each(['', 'text', '<a>', '<a></b>'])('%j is MalformedXML', (text) => {
  expect(() => parseXmlRoot(Buffer.from(text))).toThrow(expect.objectContaining({ code: 'MalformedXML' }))
})

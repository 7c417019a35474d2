import { Readable } from 'node:stream'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeChunks } from './aws-chunked.ts'

async function decode(wire: Iterable<Buffer>) {
  const trailers: Record<string, string> = {}
  const chunks: Buffer[] = []
  for await (const chunk of decodeChunks(Readable.from(wire), (name, value) => (trailers[name] = value))) chunks.push(chunk)
  return { content: Buffer.concat(chunks), trailers }
}

const encode = (chunks: readonly Uint8Array[], end: string, extension = '') =>
  Buffer.concat([
    ...chunks.flatMap((chunk) => [Buffer.from(`${chunk.length.toString(16)}${extension}\r\n`), chunk, Buffer.from('\r\n')]),
    Buffer.from(end),
  ])

/** The same bytes in pieces, as a socket may give them. */
const cut = (wire: Buffer, cuts: readonly number[]) => {
  const at = [...new Set(cuts.map((one) => one % wire.length))].sort((a, b) => a - b)
  return [...at, wire.length].map((end, i) => wire.subarray(at[i - 1] ?? 0, end)).filter((piece) => piece.length > 0)
}

test('content and trailers come out the same however the wire is cut', async () => {
  const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(chunks, fc.array(fc.nat()), fc.boolean(), async (parts, cuts, signed) => {
      const extension = signed ? `;chunk-signature=${'0'.repeat(64)}` : ''
      const wire = encode(parts, `0${extension}\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n`, extension)
      const { content, trailers } = await decode(cut(wire, cuts))
      expect(content.equals(Buffer.concat(parts))).toBe(true)
      expect(trailers).toEqual({ 'x-amz-checksum-crc32': 'AAAAAA==' })
    }),
  )
})

test('a body without trailers may end in one empty line or at once', async () => {
  for (const end of ['0\r\n\r\n', '0\r\n'])
    expect(await decode([encode([Buffer.from('abc')], end)])).toEqual({ content: Buffer.from('abc'), trailers: {} })
})

test.each([
  ['ends in the middle of a chunk', '5\r\nabc'],
  ['has no last chunk', '3\r\nabc\r\n'],
  ['has a size that is no number', 'xyz\r\nabc\r\n0\r\n\r\n'],
  ['has a chunk longer than it says', '2\r\nabc\r\n0\r\n\r\n'],
  ['is empty', ''],
  ['has a line without end', `${'1'.repeat(20_000)}`],
])('a body that %s is IncompleteBody', async (_what, wire) => {
  await expect(decode([Buffer.from(wire)])).rejects.toMatchObject({ code: 'IncompleteBody' })
})

test('a refused body is left open, so that its connection can carry the answer', async () => {
  const source = Readable.from([Buffer.from('nonsense\r\n'), Buffer.from('more')])
  await expect(decodeChunks(source, () => {}).next()).rejects.toMatchObject({ code: 'IncompleteBody' })
  expect(source.destroyed).toBe(false)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkForm, combine, loadHashers, newHasher, typeFor, type Algorithm } from './checksums.ts'

const digest = (algorithm: Algorithm, bytes: Uint8Array) => {
  const hasher = newHasher(algorithm)
  hasher.update(bytes)
  return hasher.digest()
}

// The check values of the CRC catalogue, and the digests of the SHA and MD5 standards, for "123456789" and "abc".
test.each([
  ['CRC32', '123456789', 'cbf43926'],
  ['CRC32C', '123456789', 'e3069283'],
  ['CRC64NVME', '123456789', 'ae8b14860a799888'],
  ['SHA1', 'abc', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
  ['SHA256', 'abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ['MD5', 'abc', '900150983cd24fb0d6963f7d28e17f72'],
] as const)('%s of %s', (algorithm, text, expected) => {
  expect(digest(algorithm, Buffer.from(text)).toString('hex')).toBe(expected)
})

// The digests of nothing are those of xxHash's own sanity checks; that of "xxhash" is in the documents of its bindings.
test.each([
  ['XXHASH64', '', 'ef46db3751d8e999'],
  ['XXHASH64', 'xxhash', '32dd38952c4bc720'],
  ['XXHASH3', '', '2d06800538d394c2'],
  ['XXHASH128', '', '99aa06d3014798d86001c324468d497f'],
] as const)('%s of "%s"', async (algorithm, text, expected) => {
  await loadHashers([algorithm])
  expect(digest(algorithm, Buffer.from(text)).toString('hex')).toBe(expected)
})

test('hashers of xxHash do not disturb each other', async () => {
  await loadHashers(['XXHASH3'])
  const [one, other] = [newHasher('XXHASH3'), newHasher('XXHASH3')]
  one.update(Buffer.from('on'))
  other.update(Buffer.from('other'))
  one.update(Buffer.from('e'))
  expect(other.digest()).toEqual(digest('XXHASH3', Buffer.from('other')))
  expect(one.digest()).toEqual(digest('XXHASH3', Buffer.from('one')))
})

test.each(['CRC32', 'CRC32C', 'CRC64NVME', 'XXHASH64', 'XXHASH3', 'XXHASH128'] as const)('%s does not depend on how the bytes come', async (algorithm) => {
  await loadHashers([algorithm])
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), (pieces) => {
      const hasher = newHasher(algorithm)
      for (const piece of pieces) hasher.update(piece)
      expect(hasher.digest()).toEqual(digest(algorithm, Buffer.concat(pieces)))
    }),
  )
})

test.each(['CRC32', 'CRC32C', 'CRC64NVME'] as const)('%s of parts combines to that of the whole', (algorithm) => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 5 }), (pieces) => {
      const parts = pieces.map((piece) => ({ size: piece.length, value: digest(algorithm, piece).toString('base64') }))
      const whole = digest(algorithm, Buffer.concat(pieces)).toString('base64')
      expect(combine(algorithm, 'FULL_OBJECT', parts)).toEqual({ algorithm, type: 'FULL_OBJECT', value: whole })
    }),
  )
})

test('a composite checksum is that of the checksums, with their number', () => {
  const digests = ['a', 'b'].map((text) => digest('SHA256', Buffer.from(text)))
  const parts = digests.map((one) => ({ size: 1, value: one.toString('base64') }))
  const expected = digest('SHA256', Buffer.concat(digests)).toString('base64')
  expect(combine('SHA256', 'COMPOSITE', parts).value).toBe(`${expected}-2`)
})

test('types are those that an algorithm can have', () => {
  expect(typeFor('CRC32', undefined)).toBe('COMPOSITE')
  expect(typeFor('CRC32', 'FULL_OBJECT')).toBe('FULL_OBJECT')
  expect(typeFor('CRC64NVME', undefined)).toBe('FULL_OBJECT')
  expect(() => typeFor('SHA256', 'FULL_OBJECT')).toThrow(expect.objectContaining({ code: 'InvalidRequest' }))
})

test('a checksum that cannot be one is InvalidRequest', () => {
  expect(() => checkForm('CRC32', 'AAAAAA==')).not.toThrow()
  for (const value of ['', 'AAAA', 'not base64!', 'AAAAAAAA'])
    expect(() => checkForm('CRC32', value)).toThrow('Value for x-amz-checksum-crc32 header is invalid.')
})

/** A number that is to be written as a float, also where it is whole: `1` and `1.0` look different to some clients. */
export class Float64 {
  readonly value: number

  constructor(value: number) {
    this.value = value
  }
}

const [UNSIGNED, NEGATIVE, BYTES, TEXT, LIST, MAP, TAG] = [0, 1, 2, 3, 4, 5, 6]
const FALSE = 0xf4
const TRUE = 0xf5
const NULL = 0xf6
const FLOAT64 = 0xfb
const EPOCH_SECONDS = 1

/**
 * CBOR of plain values: strings, numbers, booleans, null, bytes, lists, maps with string keys, dates (as epoch
 * seconds below tag 1) and `Float64`. Members that are undefined are left out.
 */
export function writeCbor(value: unknown): Buffer {
  const pieces: Uint8Array[] = []
  write(value, pieces)
  return Buffer.concat(pieces)
}

function write(value: unknown, to: Uint8Array[]): void {
  if (typeof value === 'string') {
    const text = Buffer.from(value)
    to.push(head(TEXT!, text.length), text)
  } else if (typeof value === 'number') to.push(numberOf(value))
  else if (typeof value === 'bigint') to.push(value < 0n ? head(NEGATIVE!, -1n - value) : head(UNSIGNED!, value))
  else if (typeof value === 'boolean') to.push(Buffer.of(value ? TRUE : FALSE))
  else if (value === null || value === undefined) to.push(Buffer.of(NULL))
  else if (value instanceof Float64) to.push(float(value.value))
  else if (value instanceof Date) to.push(head(TAG!, EPOCH_SECONDS), numberOf(value.getTime() / 1000))
  else if (value instanceof Uint8Array) to.push(head(BYTES!, value.byteLength), value)
  else if (Array.isArray(value)) {
    to.push(head(LIST!, value.length))
    for (const item of value) write(item, to)
  } else writeMap(value, to)
}

function writeMap(value: object, to: Uint8Array[]): void {
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  to.push(head(MAP!, entries.length))
  for (const [key, item] of entries) {
    write(key, to)
    write(item, to)
  }
}

function numberOf(value: number): Buffer {
  if (!Number.isSafeInteger(value)) return float(value)
  return value < 0 ? head(NEGATIVE!, -1 - value) : head(UNSIGNED!, value)
}

function float(value: number): Buffer {
  const bytes = Buffer.alloc(9)
  bytes[0] = FLOAT64
  bytes.writeDoubleBE(value, 1)
  return bytes
}

/** A major type with its argument: a length, a number of members, or the value itself. */
function head(major: number, argument: number | bigint): Buffer {
  if (argument < 24) return Buffer.of((major << 5) | Number(argument))
  const size = argument < 0x100 ? 1 : argument < 0x10000 ? 2 : argument < 0x1_0000_0000 ? 4 : 8
  const bytes = Buffer.alloc(1 + size)
  bytes[0] = (major << 5) | (24 + Math.log2(size))
  if (size === 8) bytes.writeBigUInt64BE(BigInt(argument), 1)
  else bytes.writeUIntBE(Number(argument), 1, size)
  return bytes
}

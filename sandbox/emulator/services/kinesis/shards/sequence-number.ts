/**
 * Sequence numbers in AWS's shape: 186 bits, written as 56 decimal digits. From the top: a leading 2, the second in
 * which the shard was created (36 bits), the low 4 bits of the shard's index, the record's place in the shard (64),
 * 8 zero bits, the second of arrival (36), the shard's index (32) and the version (4). The place stands above the
 * time, so numbers of a shard grow with it alone.
 */
export interface SequenceNumber {
  readonly shardCreated_s: number
  readonly place: number
  readonly arrived_s: number
  readonly shardIndex: number
}

const VERSION = 2n
const INDEX_SHIFT = 4n
const TIME_SHIFT = 36n
const PLACE_SHIFT = 80n
const NIBBLE_SHIFT = 144n
const CREATED_SHIFT = 148n
const LEAD = 2n << 184n
const TOP = 1n << 186n
/** The place in a closed shard's ending sequence number: after all records. */
const END_PLACE = 0x7fffffffffffffffn

const mask = (bits: number) => (1n << BigInt(bits)) - 1n

/** Everything in a shard's sequence numbers of one second but the place; see `sequenceNumberAt`. */
export function sequenceBase(shardCreated_s: number, shardIndex: number, arrived_s: number): bigint {
  const index = BigInt(shardIndex)
  return (
    LEAD |
    (BigInt(shardCreated_s) << CREATED_SHIFT) |
    ((index & 15n) << NIBBLE_SHIFT) |
    (BigInt(Math.max(arrived_s, shardCreated_s)) << TIME_SHIFT) |
    (index << INDEX_SHIFT) |
    VERSION
  )
}

export function sequenceNumberAt(base: bigint, place: number): string {
  return (base + (BigInt(place) << PLACE_SHIFT)).toString()
}

/** The `EndingSequenceNumber` of a shard that was closed at `closed_s`. */
export function endingSequenceNumber(shardCreated_s: number, shardIndex: number, closed_s: number): string {
  return (sequenceBase(shardCreated_s, shardIndex, closed_s) + (END_PLACE << PLACE_SHIFT)).toString()
}

/** Undefined where the text is no sequence number of this form. */
export function parseSequenceNumber(text: string): SequenceNumber | undefined {
  if (!/^\d{1,57}$/.test(text)) return undefined
  const bits = BigInt(text)
  if ((bits & mask(4)) !== VERSION || bits < LEAD || bits >= TOP) return undefined
  return {
    shardCreated_s: Number((bits >> CREATED_SHIFT) & mask(36)),
    place: Number((bits >> PLACE_SHIFT) & mask(64)),
    arrived_s: Number((bits >> TIME_SHIFT) & mask(36)),
    shardIndex: Number((bits >> INDEX_SHIFT) & mask(32)),
  }
}

import { AwsError } from '../kernel/errors.ts'
import type { Shape, TimestampFormat } from './shape.ts'

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** A timestamp as text; `epoch-seconds` as a number with milliseconds as fraction. */
export function formatTimestamp(value: Date, format: TimestampFormat): string | number {
  if (format === 'epoch-seconds') return value.getTime() / 1000
  if (format === 'http-date') return httpDate(value)
  return format === 'short-date-time' ? isoText(value).replace('.000Z', 'Z') : isoText(value)
}

const DAY_MS = 86_400_000
const TWO_DIGITS = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'))

/** `hh:mm:ss` of a moment of its day in milliseconds. */
const timeOfDay = (ms: number) =>
  `${TWO_DIGITS[Math.floor(ms / 3_600_000)]!}:${TWO_DIGITS[Math.floor(ms / 60_000) % 60]!}:${TWO_DIGITS[Math.floor(ms / 1000) % 60]!}`

/** Puts a moment into words; the day's are kept from one time to the next, as most times are of few days. */
function byDay(dayOf: (value: Date) => string, write: (day: string, ms: number) => string): (value: Date) => string {
  let [known, text] = [NaN, '']
  return (value) => {
    const time = value.getTime()
    const day = Math.floor(time / DAY_MS)
    if (day !== known) [text, known] = [dayOf(value), day]
    return write(text, time - day * DAY_MS)
  }
}

/** What `toISOString` gives, sooner. */
const isoText = byDay(
  (value) => value.toISOString().slice(0, -'hh:mm:ss.mmmZ'.length),
  (day, ms) => `${day}${timeOfDay(ms)}.${ms % 1000 === 0 ? '000' : String(ms % 1000).padStart(3, '0')}Z`,
)

/** `Sun, 06 Nov 1994 08:49:37 GMT` */
export const httpDate = byDay(
  (value) => `${DAYS[value.getUTCDay()]}, ${String(value.getUTCDate()).padStart(2, '0')} ${MONTHS[value.getUTCMonth()]} ${value.getUTCFullYear()}`,
  (day, ms) => `${day} ${timeOfDay(ms)} GMT`,
)

/** Reads any of AWS's timestamp forms; throws `SerializationException` where it is none. */
export function parseTimestamp(value: unknown, format: TimestampFormat): Date {
  const seconds = typeof value === 'number' ? value : secondsOf(value, format)
  // Rounded: a decimal number of seconds is seldom a whole number of milliseconds in binary.
  const date = seconds === undefined ? new Date(typeof value === 'string' ? value : NaN) : new Date(Math.round(seconds * 1000))
  if (Number.isNaN(date.getTime())) throw serializationError(`"${String(value)}" is no timestamp`)
  return date
}

function secondsOf(value: unknown, format: TimestampFormat): number | undefined {
  if (format !== 'epoch-seconds' || typeof value !== 'string' || value.trim() === '') return undefined
  const seconds = Number(value)
  return Number.isNaN(seconds) ? undefined : seconds
}

export function serializationError(message: string): AwsError {
  return new AwsError('SerializationException', message)
}

/** A value that came as text (a header, a query parameter, a label, an XML element) in its member's type. */
export function parseText(text: string, shape: Shape, timestamps: TimestampFormat): unknown {
  switch (shape.kind) {
    case 'number': {
      const value = Number(text)
      if (text.trim() === '' || Number.isNaN(value)) throw serializationError(`"${text}" is no number`)
      return value
    }
    case 'bigint':
      return BigInt(text)
    case 'boolean':
      return text.trim().toLowerCase() === 'true'
    case 'timestamp':
      return parseTimestamp(text, shape.format ?? timestamps)
    case 'blob':
      return Buffer.from(text, 'base64')
    default:
      return text
  }
}

/** The reverse of `parseText`. */
export function formatText(value: unknown, shape: Shape, timestamps: TimestampFormat): string {
  if (value instanceof Date) return String(formatTimestamp(value, shape.format ?? timestamps))
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')
  return String(value)
}

// @ts-check
/** @param {number | undefined} size_bytes */
export function size(size_bytes) {
  if (size_bytes === undefined) return ''
  if (size_bytes < 1024) return `${size_bytes} B`
  const units = ['KB', 'MB', 'GB']
  let value = size_bytes
  let unit = -1
  while (value >= 1024 && unit < units.length - 1) [value, unit] = [value / 1024, unit + 1]
  return `${value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`
}

/** @param {number | undefined} ms */
export function duration(ms) {
  if (ms === undefined) return ''
  if (ms < 1) return `${ms.toFixed(2)} ms`
  if (ms < 1000) return `${ms.toFixed(ms < 10 ? 1 : 0)} ms`
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`
  return ms < 3_600_000 ? `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s` : `${(ms / 3_600_000).toFixed(1)} h`
}

/** The time of day. @param {number | string | undefined} at */
export function clockTime(at) {
  if (at === undefined) return ''
  const date = new Date(at)
  return `${date.toLocaleTimeString('en-GB')}.${String(date.getMilliseconds()).padStart(3, '0')}`
}

/** @param {number | string | undefined} at */
export function dateTime(at) {
  if (at === undefined) return ''
  const date = new Date(at)
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${date.toLocaleTimeString('en-GB')}`
}

/** @param {number} number */
const two = (number) => String(number).padStart(2, '0')

/** What comes after the last `:` or `/` of an ARN. @param {string | undefined} arn */
export const lastOf = (arn) => (arn ?? '').split(/[:/]/).at(-1) ?? ''

/** @param {number} count @param {string} one */
export const plural = (count, one) => `${count.toLocaleString('en')} ${one}${count === 1 ? '' : 's'}`

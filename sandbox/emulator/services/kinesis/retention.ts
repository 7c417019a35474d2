import { invalidArgument } from './errors.ts'

const SHORTEST_H = 24
const LONGEST_H = 8760

/** Throws InvalidArgumentException outside of a day to a year. */
export function checkRetention(hours: number): number {
  const requested = `Requested retention period (${hours} hours)`
  if (hours < SHORTEST_H)
    throw invalidArgument(`Minimum allowed retention period is ${SHORTEST_H} hours. ${requested} is too short.`)
  if (hours > LONGEST_H)
    throw invalidArgument(`Maximum allowed retention period is ${LONGEST_H} hours. ${requested} is too long.`)
  return hours
}

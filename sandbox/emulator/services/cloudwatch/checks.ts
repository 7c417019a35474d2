import type { Dimension as SdkDimension } from '@aws-sdk/client-cloudwatch'
import { AwsError } from '../../kernel/errors.ts'

/** In the order in which AWS names them. */
export const UNITS = [
  'Seconds', 'Microseconds', 'Milliseconds', 'Bytes', 'Kilobytes', 'Megabytes', 'Gigabytes', 'Terabytes', 'Bits',
  'Kilobits', 'Megabits', 'Gigabits', 'Terabits', 'Percent', 'Count', 'Bytes/Second', 'Kilobytes/Second',
  'Megabytes/Second', 'Gigabytes/Second', 'Terabytes/Second', 'Bits/Second', 'Kilobits/Second', 'Megabits/Second',
  'Gigabits/Second', 'Terabits/Second', 'Count/Second', 'None',
] as const

const MOST_DIMENSIONS = 30

/**
 * Collects what is wrong with a request. AWS tells of all faults at once, a sentence a line, under the code of the
 * first kind that it finds: missing parameters, then wrong combinations, then wrong values.
 */
export class Faults {
  readonly #missing: string[] = []
  readonly #combinations: string[] = []
  readonly #values: string[] = []

  missing(sentence: string): void {
    this.#missing.push(sentence)
  }
  combination(sentence: string): void {
    this.#combinations.push(sentence)
  }
  value(sentence: string): void {
    this.#values.push(sentence)
  }

  required(name: string, value: unknown): void {
    if (value === undefined || value === null) this.missing(`The parameter ${name} is required.`)
  }

  length(name: string, value: string | undefined, most: number): void {
    if (value === undefined) return
    if (value.length === 0) this.value(`The parameter ${name} must be longer than 0 characters.`)
    if (value.length > most) this.value(`The parameter ${name} must be shorter than ${most + 1} characters.`)
  }

  oneOf(name: string, value: string | undefined, set: readonly string[]): void {
    if (value !== undefined && !set.includes(value))
      this.value(`The parameter ${name} must be a value in the set [ ${set.join(', ')} ].`)
  }

  exclusive(a: string, b: string): void {
    this.combination(`The parameters ${a} and ${b} are mutually exclusive and you have specified both.`)
  }

  dimensions(path: string, dimensions: readonly SdkDimension[] | undefined): void {
    if (dimensions === undefined) return
    if (dimensions.length > MOST_DIMENSIONS)
      this.value(`The collection ${path} must not have a size greater than ${MOST_DIMENSIONS}.`)
    for (const [i, { Name, Value }] of dimensions.entries()) {
      this.required(`${path}.member.${i + 1}.Name`, Name)
      this.required(`${path}.member.${i + 1}.Value`, Value)
      this.length(`${path}.member.${i + 1}.Name`, Name, 255)
      this.length(`${path}.member.${i + 1}.Value`, Value, 1024)
    }
  }

  /** With a `code`, whatever the fault is, as GetMetricData has it. */
  throwIfAny(code?: string): void {
    const all = [...this.#missing, ...this.#combinations, ...this.#values]
    if (code !== undefined && all.length > 0) throw new AwsError(code, all.join('\n'))
    for (const [found, name] of [
      [this.#missing, 'MissingRequiredParameterException'],
      [this.#combinations, 'InvalidParameterCombinationException'],
      [this.#values, 'InvalidParameterValueException'],
    ] as const)
      if (found.length > 0) throw new AwsError(name, found.join('\n'))
  }
}

/** Periods below a minute are for metrics with a resolution of a second. */
export function checkPeriod(faults: Faults, name: string, period_s: number | undefined): void {
  if (period_s === undefined) return
  if (period_s <= 0) faults.value(`The parameter ${name} must be greater than 0.`)
  else if (period_s % 60 !== 0 && ![1, 5, 10, 20, 30].includes(period_s))
    faults.value(`The parameter ${name} must be a multiple of 60.`)
}

import { isObject, unrecognizable } from './invoke.ts'

/** Members of a function's response, read as what they must be; anything else is InvalidLambdaResponseException. */
type Response = Readonly<Record<string, unknown>>

const absent = (value: unknown): value is undefined | null => value === undefined || value === null

export function flag(from: Response, name: string): boolean {
  const value = from[name]
  if (absent(value)) return false
  if (typeof value !== 'boolean') throw unrecognizable()
  return value
}

export function text(from: Response, name: string): string | undefined {
  const value = from[name]
  if (absent(value)) return undefined
  if (typeof value !== 'string') throw unrecognizable()
  return value
}

export function texts(from: Response, name: string): readonly string[] | undefined {
  const value = from[name]
  if (absent(value)) return undefined
  if (!Array.isArray(value) || !value.every((each) => typeof each === 'string')) throw unrecognizable()
  return value as string[]
}

export function map(from: Response, name: string): Record<string, unknown> | undefined {
  const value = from[name]
  if (absent(value)) return undefined
  if (!isObject(value)) throw unrecognizable()
  return value
}

export function textMap(from: Response, name: string): Record<string, string> | undefined {
  const value = map(from, name)
  if (value && !Object.values(value).every((each) => typeof each === 'string')) throw unrecognizable()
  return value as Record<string, string> | undefined
}

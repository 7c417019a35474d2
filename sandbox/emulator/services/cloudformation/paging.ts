import { validationError } from './errors.ts'

/** CloudFormation's pages hold what fits into a megabyte; here they hold a number. */
const PAGE = 100

/** One page; the token is the place at which the next begins. */
export function page<T>(items: readonly T[], token: string | undefined, size = PAGE): { readonly items: T[]; readonly more: { NextToken?: string } } {
  const start = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString())
  if (!Number.isInteger(start) || start < 0) throw validationError('The provided token is invalid.')
  const end = start + size
  return { items: items.slice(start, end), more: end < items.length ? { NextToken: Buffer.from(String(end)).toString('base64url') } : {} }
}

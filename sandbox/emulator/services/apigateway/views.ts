import type { Api } from '@aws-sdk/client-apigatewayv2'
import type { Context } from '../../kernel/context.ts'
import { badRequest } from './errors.ts'
import type { HttpApi } from './state.ts'

/** Where a deployed API is called: a path below the engine's own address, which works on machines that do not resolve `*.localhost`. */
export function endpointOf(ctx: Pick<Context, 'settings'>, apiId: string): string {
  return `${ctx.settings.endpoint}/_aws/execute-api/${apiId}`
}

/** An API as CreateApi, GetApi and their like show it. */
export function showApi(ctx: Pick<Context, 'settings'>, { api }: HttpApi): Api {
  return { ...api, ApiEndpoint: endpointOf(ctx, api.ApiId) }
}

/** `value` without the members that are undefined: they neither override nor are stored. */
export function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T
}

/** One page of `items`; without MaxResults all of them. The token is the place to go on from. */
export function page<T>(items: readonly T[], input: { MaxResults?: string | undefined; NextToken?: string | undefined }) {
  const token = input.NextToken === undefined ? '0' : Buffer.from(input.NextToken, 'base64url').toString()
  const from = Number(token)
  const size = input.MaxResults === undefined ? items.length : Number(input.MaxResults)
  if (!/^\d+$/.test(token)) throw badRequest('Invalid NextToken parameter specified')
  if (!Number.isInteger(size) || (size < 1 && input.MaxResults !== undefined)) throw badRequest('Invalid MaxResults parameter specified')
  const end = from + size
  const rest = end < items.length ? { NextToken: Buffer.from(String(end)).toString('base64url') } : {}
  return { Items: items.slice(from, end), ...rest }
}

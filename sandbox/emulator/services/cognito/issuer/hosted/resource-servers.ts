import type { ResourceServerType } from '@aws-sdk/client-cognito-identity-provider'
import type { Context } from '../../../../kernel/context.ts'
import { resourceNotFound } from '../../errors.ts'
import { resourceServersOf, type ResourceServer } from '../../hosted-state.ts'
import type { Pool } from '../../state.ts'

/** Throws ResourceNotFoundException. */
export function requireResourceServer(ctx: Pick<Context, 'store'>, pool: Pool, identifier: string): ResourceServer {
  const server = resourceServersOf(ctx, pool).get(identifier)
  if (!server) throw resourceNotFound(`Resource server ${identifier} does not exist.`)
  return server
}

export function describeResourceServer(pool: Pool, { identifier, name, scopes }: ResourceServer): ResourceServerType {
  return { UserPoolId: pool.id, Identifier: identifier, Name: name, ...(scopes.length > 0 ? { Scopes: [...scopes] } : {}) }
}

/** Every scope that the pool's own servers have, as clients ask for it: `<identifier>/<name>`. */
export function customScopes(ctx: Pick<Context, 'store'>, pool: Pool): string[] {
  return [...resourceServersOf(ctx, pool).values()].flatMap(({ identifier, scopes }) => scopes.map(({ ScopeName }) => `${identifier}/${ScopeName}`))
}

import type { Protocol } from '../kernel/service.ts'
import { readModel } from './shape.ts'

/**
 * A protocol of a service that once had the query protocol alone. Clients that say `x-amzn-query-mode: true` are told
 * an error's code as it was there (`InvalidParameterValue` for `InvalidParameterValueException`) in a header.
 */
export function queryCompatible(sdk: object, protocol: Protocol): Protocol {
  const { errors } = readModel(sdk)
  return {
    ...protocol,
    encodeError(error, ctx, match) {
      const response = protocol.encodeError(error, ctx, match)
      if (ctx.request?.headers['x-amzn-query-mode'] !== 'true') return response
      const [code, status] = errors.get(error.code)?.traits.awsQueryError ?? [error.code, error.status]
      response.headers['x-amzn-query-error'] = `${code};${status >= 500 ? 'Receiver' : 'Sender'}`
      return response
    },
  }
}

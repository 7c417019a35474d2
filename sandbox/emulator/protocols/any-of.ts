import type { Context } from '../kernel/context.ts'
import type { HttpRequest } from '../kernel/http.ts'
import type { Protocol } from '../kernel/service.ts'

/** A protocol, and how its requests are told from the others'. */
export interface Choice {
  when(request: HttpRequest): boolean
  readonly protocol: Protocol
}

/**
 * A service that is spoken to in several protocols: the first whose `when` holds, else the last one given. The
 * request alone decides, so that its answer, also where it is refused early, comes in the protocol of the question.
 */
export function anyOf(choices: readonly Choice[], otherwise: Protocol): Protocol {
  const of = (request: HttpRequest | undefined): Protocol =>
    (request && choices.find((choice) => choice.when(request))?.protocol) ?? otherwise
  const answering = (ctx: Context) => of(ctx.request)
  return {
    signatures: (request) => of(request).signatures(request),
    match: (request) => of(request).match(request),
    decode: (match, request) => of(request).decode(match, request),
    encode: (match, output, ctx) => answering(ctx).encode(match, output, ctx),
    encodeError: (error, ctx, match) => answering(ctx).encodeError(error, ctx, match),
    unknownOperation: (request) => of(request).unknownOperation(request),
    required: (operation) => otherwise.required(operation),
    errorStatus: (code) => otherwise.errorStatus(code),
    operationNames: () => otherwise.operationNames(),
  }
}

import { AwsError } from '../../kernel/errors.ts'

export function badRequest(message: string): AwsError {
  return new AwsError('BadRequestException', message, { status: 400 })
}

export function conflict(message: string): AwsError {
  return new AwsError('ConflictException', message, { status: 409 })
}

export function notFound(message: string): AwsError {
  return new AwsError('NotFoundException', message, { status: 404 })
}

/** AWS names the account before the API's id. */
export function unknownApi(account: string, apiId: string): AwsError {
  return notFound(`Invalid API identifier specified ${account}:${apiId}`)
}

export type ChildKind = 'Route' | 'Integration' | 'Authorizer' | 'Deployment'

export function unknownChild(kind: ChildKind, id: string): AwsError {
  return notFound(`Invalid ${kind} identifier specified ${id}`)
}

export function unknownStage(): AwsError {
  return notFound('Invalid stage identifier specified')
}

/** Something that AWS can do with this input and we cannot: refused by name, so that nobody believes it is in force. */
export function unsupported(what: string): AwsError {
  return new AwsError('NotImplemented', `apigateway: ${what} is not implemented by this emulator.`, { status: 501 })
}

import { AwsError } from '../../kernel/errors.ts'

export const accessDenied = (principal: string, action: string, resource: string) =>
  new AwsError('AccessDenied', `User: ${principal} is not authorized to perform: ${action} on resource: ${resource}`, { status: 403 })

export const validationError = (message: string) => new AwsError('ValidationError', message)

/** Temporary credentials may not ask for more of some kinds. */
export const cannotCall = (operation: string) =>
  new AwsError('AccessDenied', `Cannot call ${operation} with session credentials`, { status: 403 })

export const malformedPolicy = () => new AwsError('MalformedPolicyDocument', 'Syntax errors in policy.')

/** What a web identity is told, which has no name yet. */
export const notAuthorized = (action: string) => new AwsError('AccessDenied', `Not authorized to perform ${action}`, { status: 403 })

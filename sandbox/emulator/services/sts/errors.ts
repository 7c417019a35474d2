import { AwsError } from '../../kernel/errors.ts'

export const accessDenied = (principal: string, action: string, resource: string) =>
  new AwsError('AccessDenied', `User: ${principal} is not authorized to perform: ${action} on resource: ${resource}`, { status: 403 })

export const validationError = (message: string) => new AwsError('ValidationError', message)

/** Temporary credentials may not ask for more of some kinds. */
export const cannotCall = (operation: string) =>
  new AwsError('AccessDenied', `Cannot call ${operation} with session credentials`, { status: 403 })

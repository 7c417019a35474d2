import { AwsError } from '../../kernel/errors.ts'

/** IAM's own errors, with the statuses that IAM gives them. */
export const noSuchEntity = (message: string) => new AwsError('NoSuchEntity', message, { status: 404 })

export const alreadyExists = (message: string) => new AwsError('EntityAlreadyExists', message, { status: 409 })

export const deleteConflict = (message: string) => new AwsError('DeleteConflict', message, { status: 409 })

export const limitExceeded = (message: string) => new AwsError('LimitExceeded', message, { status: 409 })

export const malformedPolicy = (message: string) => new AwsError('MalformedPolicyDocument', message)

export const invalidInput = (message: string) => new AwsError('InvalidInput', message)

export const validationError = (message: string) => new AwsError('ValidationError', message)

export const accessDenied = (message: string) => new AwsError('AccessDenied', message, { status: 403 })

export const unmodifiable = (role: string) =>
  new AwsError('UnmodifiableEntity', `Cannot perform the operation on the protected role '${role}' - this role is only modifiable by AWS`)

export const passwordViolation = (message: string) => new AwsError('PasswordPolicyViolation', message)

export const malformedCertificate = (message: string) => new AwsError('MalformedCertificate', message)

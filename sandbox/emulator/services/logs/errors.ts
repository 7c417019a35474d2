import { AwsError } from '../../kernel/errors.ts'

export const groupNotFound = () => new AwsError('ResourceNotFoundException', 'The specified log group does not exist.')

export const streamNotFound = () => new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.')

export const resourceNotFound = (message: string) => new AwsError('ResourceNotFoundException', message)

export const alreadyExists = (message: string) => new AwsError('ResourceAlreadyExistsException', message)

export const invalidParameter = (message: string) => new AwsError('InvalidParameterException', message)

export const validationException = (message: string) => new AwsError('ValidationException', message)

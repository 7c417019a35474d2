import { AwsError } from '../../kernel/errors.ts'

export const invalidValue = (message: string) => new AwsError('InvalidParameterValueException', message)

export const invalidCombination = (message: string) => new AwsError('InvalidParameterCombinationException', message)

export const missingParameter = (message: string) => new AwsError('MissingRequiredParameterException', message)

/** What GetMetricData answers to all that is wrong with its queries. */
export const validationError = (message: string) => new AwsError('ValidationException', message)

export const invalidNextToken = () => new AwsError('InvalidNextToken', 'The specified nextToken is invalid.')

/** Parts of an operation that AWS has and we have not. */
export const notHere = (what: string) =>
  new AwsError('NotImplemented', `${what} is not implemented by this emulator.`, { status: 501 })

/** The wording is unverified. */
export const resourceNotFound = (arns: readonly string[]) =>
  new AwsError('ResourceNotFound', `Unknown resources: ${arns.join(', ')}`, { status: 404 })

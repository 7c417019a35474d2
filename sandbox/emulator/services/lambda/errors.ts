import { AwsError } from '../../kernel/errors.ts'

/** Every error of Lambda carries whose fault it was. */
function user(code: string, message: string, status: number, members: Record<string, unknown> = {}): AwsError {
  return new AwsError(code, message, { status, members: { Type: 'User', ...members } })
}

export const functionNotFound = (arn: string) => notFound(`Function not found: ${arn}`)

export const notFound = (message: string) => user('ResourceNotFoundException', message, 404)

export const invalidParameter = (message: string) => user('InvalidParameterValueException', message, 400)

export const conflict = (message: string) => user('ResourceConflictException', message, 409)

export const preconditionFailed = () =>
  user(
    'PreconditionFailedException',
    'The RevisionId provided does not match the latest RevisionId. Call the GetFunction/GetAlias API to retrieve the latest RevisionId for your resource.',
    412,
  )

export const statementExists = (id: string) =>
  conflict(`The statement id (${id}) provided already exists. Please provide a new statement id, or remove the existing statement.`)

export const layerPolicyChanged = () =>
  user(
    'PreconditionFailedException',
    'The Revision Id provided does not match the latest Revision Id. Call the GetLayerPolicy API to retrieve the latest Revision Id',
    412,
  )

export const codeSigningConfigNotFound = (arn: string) =>
  user('CodeSigningConfigNotFoundException', `The code signing configuration cannot be found. Check that the provided configuration is not deleted: ${arn}.`, 404)

export const invalidRequestContent = (message: string) => user('InvalidRequestContentException', message, 400)

export const requestTooLarge = (limit_bytes: number) =>
  user(
    'RequestTooLargeException',
    `Request must be smaller than ${limit_bytes} bytes for the InvokeFunction operation`,
    413,
  )

export const tooManyRequests = (
  reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' | 'ConcurrentInvocationLimitExceeded',
) => user('TooManyRequestsException', 'Rate Exceeded.', 429, { Reason: reason })

/** AWS has this and we do not: refused by its name, so that nobody believes it to be at work. */
export const unsupported = (what: string) =>
  new AwsError('NotImplemented', `lambda: ${what} is not implemented by this emulator.`, { status: 501 })

export const noProvisionedConcurrency = () =>
  user('ProvisionedConcurrencyConfigNotFoundException', 'No Provisioned Concurrency Config found for this function', 404)

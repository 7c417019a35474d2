import { AwsError } from '../../kernel/errors.ts'

/** Cognito answers 400 for every error of the caller, whatever the code. */
function failure(code: string, message: string): AwsError {
  return new AwsError(code, message, { status: 400 })
}

export const invalidParameter = (message: string) => failure('InvalidParameterException', message)
export const notAuthorized = (message: string) => failure('NotAuthorizedException', message)
export const resourceNotFound = (message: string) => failure('ResourceNotFoundException', message)
export const codeMismatch = (message: string) => failure('CodeMismatchException', message)
export const expiredCode = (message: string) => failure('ExpiredCodeException', message)
export const usernameExists = (message: string) => failure('UsernameExistsException', message)
export const aliasExists = (message: string) => failure('AliasExistsException', message)
export const unsupportedUserState = (message: string) => failure('UnsupportedUserStateException', message)
export const unsupportedTokenType = (message: string) => failure('UnsupportedTokenTypeException', message)
export const unsupportedOperation = (message: string) => failure('UnsupportedOperationException', message)
export const unauthorized = (message: string) => failure('UnauthorizedException', message)
export const groupExists = (message: string) => failure('GroupExistsException', message)
export const duplicateProvider = (message: string) => failure('DuplicateProviderException', message)
export const refreshTokenReused = (message: string) => failure('RefreshTokenReuseException', message)

export const unexpectedLambda = (message: string) => failure('UnexpectedLambdaException', message)
export const userLambdaValidation = (message: string) => failure('UserLambdaValidationException', message)
export const invalidLambdaResponse = (message: string) => failure('InvalidLambdaResponseException', message)
export const invalidOAuthFlow = (message: string) => failure('InvalidOAuthFlowException', message)
export const scopeDoesNotExist = (message: string) => failure('ScopeDoesNotExistException', message)
export const softwareTokenMfaNotFound = (message: string) => failure('SoftwareTokenMFANotFoundException', message)
export const enableSoftwareTokenMfa = (message: string) => failure('EnableSoftwareTokenMFAException', message)

export const poolNotFound = (id: string) => resourceNotFound(`User pool ${id} does not exist.`)
export const clientNotFound = (id: string) => resourceNotFound(`User pool client ${id} does not exist.`)
export const userNotFound = (message = 'User does not exist.') => failure('UserNotFoundException', message)
export const userNotConfirmed = () => failure('UserNotConfirmedException', 'User is not confirmed.')
export const passwordResetRequired = () => failure('PasswordResetRequiredException', 'Password reset required for the user')
export const wrongCredentials = () => notAuthorized('Incorrect username or password.')
export const userDisabled = () => notAuthorized('User is disabled.')

export const passwordUsedBefore = () => failure('PasswordHistoryPolicyViolationException', 'Password has previously been used.')

/** `reason` as AWS words it: "Password must have uppercase characters". */
export const invalidPassword = (reason: string) =>
  failure('InvalidPasswordException', `Password did not conform with policy: ${reason}`)

/** A part of Cognito that is known and absent here, said by name; the call is refused and nothing is half done. */
export const notEmulated = (what: string) =>
  new AwsError('NotImplemented', `${what} is not implemented by this emulator.`, { status: 501 })

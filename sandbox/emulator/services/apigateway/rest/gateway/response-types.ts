import type { GatewayResponse, GatewayResponseType } from '@aws-sdk/client-api-gateway'
import { lookUp, type ById } from '../../state.ts'

interface Kind {
  readonly status: number
  /** In `x-amzn-errortype`. */
  readonly code: string
}

/** "Gateway response types" in AWS's guide; the codes are those that `x-amzn-errortype` shows. */
const KINDS: Readonly<Record<Exclude<GatewayResponseType, 'DEFAULT_4XX' | 'DEFAULT_5XX'>, Kind>> = {
  ACCESS_DENIED: { status: 403, code: 'AccessDeniedException' },
  API_CONFIGURATION_ERROR: { status: 500, code: 'InternalServerErrorException' },
  AUTHORIZER_CONFIGURATION_ERROR: { status: 500, code: 'AuthorizerConfigurationException' },
  AUTHORIZER_FAILURE: { status: 500, code: 'AuthorizerConfigurationException' },
  BAD_REQUEST_BODY: { status: 400, code: 'BadRequestException' },
  BAD_REQUEST_PARAMETERS: { status: 400, code: 'BadRequestException' },
  EXPIRED_TOKEN: { status: 403, code: 'ExpiredTokenException' },
  INTEGRATION_FAILURE: { status: 504, code: 'InternalServerErrorException' },
  INTEGRATION_TIMEOUT: { status: 504, code: 'InternalServerErrorException' },
  INVALID_API_KEY: { status: 403, code: 'ForbiddenException' },
  INVALID_SIGNATURE: { status: 403, code: 'InvalidSignatureException' },
  MISSING_AUTHENTICATION_TOKEN: { status: 403, code: 'MissingAuthenticationTokenException' },
  QUOTA_EXCEEDED: { status: 429, code: 'LimitExceededException' },
  REQUEST_TOO_LARGE: { status: 413, code: 'RequestTooLargeException' },
  RESOURCE_NOT_FOUND: { status: 404, code: 'NotFoundException' },
  THROTTLED: { status: 429, code: 'TooManyRequestsException' },
  UNAUTHORIZED: { status: 401, code: 'UnauthorizedException' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, code: 'UnsupportedMediaTypeException' },
  WAF_FILTERED: { status: 403, code: 'ForbiddenException' },
}

export const RESPONSE_TYPES: readonly GatewayResponseType[] = [...(Object.keys(KINDS) as GatewayResponseType[]), 'DEFAULT_4XX', 'DEFAULT_5XX']

export const unknownTypes = (type: string) => !RESPONSE_TYPES.includes(type as GatewayResponseType)

const DEFAULT_TEMPLATES = { 'application/json': '{"message":$context.error.messageString}' }

/** A response as GetGatewayResponse shows it: the customised one, or else what there is without. */
export function gatewayResponse(customised: ById<GatewayResponse>, type: GatewayResponseType): GatewayResponse {
  const own = lookUp(customised, type)
  if (own) return own
  const kind = kindOf(type)
  return {
    responseType: type,
    ...(kind ? { statusCode: String(kind.status) } : {}),
    responseParameters: {},
    responseTemplates: DEFAULT_TEMPLATES,
    defaultResponse: true,
  }
}

export function kindOf(type: GatewayResponseType): Kind | undefined {
  return type === 'DEFAULT_4XX' || type === 'DEFAULT_5XX' ? undefined : KINDS[type]
}

/** API Gateway answers this itself, in place of an integration. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError'
  readonly type: GatewayResponseType
  readonly status: number
  readonly code: string
  /** Where AWS's own answer has another member than `message`. */
  readonly member: 'message' | 'Message'
  /** `$context.error.validationErrorString` */
  readonly validation: string | undefined
  /** What the client is told; null where that is what AWS says. */
  readonly told: string | null

  constructor(type: GatewayResponseType, told: string | null, options: { status?: number; code?: string; member?: 'Message'; validation?: string } = {}) {
    super(told ?? type)
    this.told = told
    this.type = type
    const kind = kindOf(type)
    this.status = options.status ?? kind?.status ?? 500
    this.code = options.code ?? kind?.code ?? 'InternalServerErrorException'
    this.member = options.member ?? 'message'
    this.validation = options.validation
  }
}

/** An integration that did not do what it should: the reason is not for the client, as in AWS. */
export const integrationFailed = (status: 500 | 502) => new GatewayError('DEFAULT_5XX', 'Internal server error', { status })
export const missingToken = () => new GatewayError('MISSING_AUTHENTICATION_TOKEN', 'Missing Authentication Token')
export const unauthorized = (message = 'Unauthorized') => new GatewayError('UNAUTHORIZED', message)

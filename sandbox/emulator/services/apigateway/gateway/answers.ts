import { jsonResponse } from '../../../kernel/http.ts'

/** API Gateway's own answers, byte for byte. */
export const notFound = () => jsonResponse(404, { message: 'Not Found' })
export const forbidden = (headers: Record<string, string> = {}) => jsonResponse(403, { message: 'Forbidden' }, headers)
export const unauthorized = (challenge?: string) =>
  jsonResponse(401, { message: 'Unauthorized' }, challenge === undefined ? {} : { 'www-authenticate': challenge })
export const tooManyRequests = () => jsonResponse(429, { message: 'Too Many Requests' })
export const tooLarge = () => jsonResponse(413, { message: 'Request Entity Too Large' })
export const internalError = () => jsonResponse(500, { message: 'Internal Server Error' })
export const unavailable = () => jsonResponse(503, { message: 'Service Unavailable' })


import type { Integration } from '@aws-sdk/client-apigatewayv2'
import { badRequest } from './errors.ts'

/** "Reserved headers": neither requests nor responses may be mapped to these. */
const RESERVED =
  /^(?:access-control-.*|apigw-.*|authorization|connection|content-encoding|content-length|content-location|forwarded|keep-alive|origin|proxy-authenticate|proxy-authorization|te|trailers|transfer-encoding|upgrade|x-amz-.*|x-amzn-.*|x-forwarded-for|x-forwarded-host|x-forwarded-proto|via)$/i

const REQUEST_KEY = /^(?:(?:append|overwrite|remove):(?:header|querystring)\.[^\s]+|overwrite:path)$/
const RESPONSE_KEY = /^(?:(?:append|overwrite|remove):header\.[^\s]+|overwrite:statuscode)$/

/** Throws BadRequestException where a parameter mapping is none that an HTTP API can do. */
export function checkParameterMapping({ RequestParameters = {}, ResponseParameters = {} }: Integration): void {
  for (const key of Object.keys(RequestParameters)) checkKey(key, REQUEST_KEY)
  for (const [status, parameters] of Object.entries(ResponseParameters)) {
    if (!/^[2-5]\d\d$/.test(status)) throw badRequest(`Invalid response parameter status code specified: ${status}`)
    for (const key of Object.keys(parameters)) checkKey(key, RESPONSE_KEY)
  }
}

function checkKey(key: string, form: RegExp): void {
  if (!form.test(key)) throw badRequest(`Invalid mapping expression specified: ${key}`)
  const header = /:header\.(.+)$/.exec(key)?.[1]
  if (header !== undefined && RESERVED.test(header))
    throw badRequest(`Invalid mapping expression parameter specified: Operations on header ${header} are restricted`)
}

import type { Integration, IntegrationResponse } from '@aws-sdk/client-api-gateway'
import { at, listOf, textOf, type Json } from '../document.ts'
import { newIntegration } from './parts.ts'
import { checkIntegrationResponse } from './rules.ts'

type Texts = Record<string, string>

/** An `x-amazon-apigateway-integration`; undefined for an operation that has none. */
export function readIntegration(resourceId: string, extension: Json): Integration | undefined {
  if (extension['type'] === undefined) return undefined
  const timeout = extension['timeoutInMillis']
  const type = String(extension['type']).toUpperCase() as Integration['type']
  return newIntegration(resourceId, {
    type,
    httpMethod: textOf(extension['httpMethod'])?.toUpperCase(),
    uri: textOf(extension['uri']),
    credentials: textOf(extension['credentials']),
    connectionType: textOf(extension['connectionType']) as Integration['connectionType'],
    connectionId: textOf(extension['connectionId']),
    contentHandling: textOf(extension['contentHandling']) as Integration['contentHandling'],
    passthroughBehavior: textOf(extension['passthroughBehavior'])?.toUpperCase(),
    timeoutInMillis: timeout === undefined ? undefined : Number(timeout),
    requestParameters: extension['requestParameters'] as Texts | undefined,
    requestTemplates: extension['requestTemplates'] as Texts | undefined,
    cacheNamespace: textOf(extension['cacheNamespace']),
    cacheKeyParameters: extension['cacheKeyParameters'] === undefined ? undefined : listOf(extension['cacheKeyParameters']).map(String),
    integrationResponses: readResponses(at(extension, 'responses')),
  })
}

/** Responses by the pattern that selects them, `default` for the one without. */
function readResponses(given: Json): Record<string, IntegrationResponse> | undefined {
  const responses = Object.entries(given).map(([pattern, settings]) => {
    const { statusCode, responseParameters, responseTemplates, contentHandling } = at(settings)
    const response: IntegrationResponse = {
      statusCode: String(statusCode),
      ...(pattern === 'default' ? {} : { selectionPattern: pattern }),
      ...(responseParameters === undefined ? {} : { responseParameters: responseParameters as Texts }),
      ...(responseTemplates === undefined ? {} : { responseTemplates: responseTemplates as Texts }),
      ...(contentHandling === undefined ? {} : { contentHandling: String(contentHandling) as 'CONVERT_TO_TEXT' }),
    }
    checkIntegrationResponse(response)
    return [response.statusCode!, response] as const
  })
  return responses.length > 0 ? Object.fromEntries(responses) : undefined
}

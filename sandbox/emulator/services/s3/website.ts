import type { RoutingRule, WebsiteConfiguration } from '@aws-sdk/client-s3'
import * as errors from './errors.ts'

const MOST_RULES = 50

/** A website as it was given; throws S3's errors for one that could not work. */
export function checkWebsite(given: WebsiteConfiguration | undefined): WebsiteConfiguration {
  if (!given) throw errors.malformedXml()
  const { RedirectAllRequestsTo: redirect, IndexDocument: index, ErrorDocument: error, RoutingRules: rules } = given
  if (redirect) {
    if (index || error || rules)
      throw errors.invalidArgument(
        'RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.',
        'RedirectAllRequestsTo',
        'not null',
      )
    if (!redirect.HostName) throw errors.malformedXml()
    checkProtocol(redirect.Protocol)
    return given
  }
  if (!index)
    throw errors.invalidArgument(
      'A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty',
      'IndexDocument',
      'null',
    )
  if (!index.Suffix || index.Suffix.includes('/'))
    throw errors.invalidArgument('The IndexDocument Suffix is not well formed', 'IndexDocument', index.Suffix ?? '')
  if (error && !error.Key) throw errors.malformedXml()
  if (rules) {
    if (rules.length === 0 || rules.length > MOST_RULES) throw errors.malformedXml()
    for (const rule of rules) checkRoutingRule(rule)
  }
  return given
}

function checkRoutingRule({ Condition: condition, Redirect: redirect }: RoutingRule): void {
  if (!redirect) throw errors.malformedXml()
  if (condition && condition.KeyPrefixEquals === undefined && condition.HttpErrorCodeReturnedEquals === undefined)
    throw errors.invalidRequest(
      "Condition cannot be empty. To redirect all requests without a condition, the condition element shouldn't be present.",
    )
  if (redirect.ReplaceKeyPrefixWith !== undefined && redirect.ReplaceKeyWith !== undefined)
    throw errors.invalidRequest('You can only define ReplaceKeyPrefix or ReplaceKey but not both.')
  checkProtocol(redirect.Protocol)
  const status = redirect.HttpRedirectCode
  if (status !== undefined && !/^30[1-9]$|^3[1-9]\d$/.test(status))
    throw errors.invalidRequest(`The provided HTTP redirect code (${status}) is not valid. Valid codes are 3XX except 300.`)
}

function checkProtocol(protocol: string | undefined): void {
  if (protocol !== undefined && protocol !== 'http' && protocol !== 'https')
    throw errors.invalidRequest(
      'Invalid protocol, protocol can be http or https. If not defined the protocol will be selected automatically.',
    )
}

import type { Host } from '../kernel/context.ts'
import type { Dispatch } from '../kernel/dispatch.ts'
import { AwsError } from '../kernel/errors.ts'
import { problemOf, siteOf, type FaultRule } from '../kernel/fault-rule.ts'
import { jsonResponse, type HttpRequest, type HttpResponse } from '../kernel/http.ts'
import type { Service } from '../kernel/service.ts'

/**
 * `GET` lists what goes wrong on purpose, `POST` adds a rule (see `FaultRule`), `DELETE` takes one away (`?id=`), or all.
 * With `?account=` the list and what is deleted are those for one account.
 */
export async function faults(request: HttpRequest, host: Host, dispatch: Dispatch): Promise<HttpResponse> {
  const [id, account] = ['id', 'account'].map((name) => request.query.get(name) ?? undefined)
  if (request.method === 'POST') return add(await request.bytes(), host, dispatch)
  if (request.method === 'DELETE' && id !== undefined) {
    if (!host.faults.remove(id)) return refuse(`There is no fault ${id}.`, 404)
  } else if (request.method === 'DELETE') host.faults.clear(account)
  return jsonResponse(200, { faults: host.faults.list(account) })
}

async function add(body: Buffer, host: Host, dispatch: Dispatch): Promise<HttpResponse> {
  const given = parse(body)
  const problem = problemOf(given)
  if (problem !== undefined) return refuse(problem)
  const rule = withPlace(given as FaultRule)
  const place = await placeOf(rule, dispatch)
  if (typeof place === 'string') return refuse(place)
  const error = rule.error === undefined ? undefined : errorOf(rule, place)
  if (typeof error === 'string') return refuse(error)
  return jsonResponse(200, { fault: host.faults.add(rule, error) })
}

const refuse = (message: string, status = 400) => jsonResponse(status, { message })

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    return undefined
  }
}

/** The one call of AWS's whose records are refused apart. */
const MANY_RECORDS = { service: 'kinesis', operation: 'PutRecords' }

/** A rule for single records is about that call where it does not say so. */
const withPlace = (rule: FaultRule): FaultRule => (rule.failRecords ? { ...MANY_RECORDS, ...rule } : rule)

/** The services that a rule may be about, or why there is none. */
async function placeOf({ service: name, operation, ...rule }: FaultRule, dispatch: Dispatch): Promise<readonly Service[] | string> {
  if (siteOf(rule) !== 'call' && ((name ?? 'lambda') !== 'lambda' || operation !== undefined))
    return 'What goes wrong with functions and mappings is told apart by resource and account alone.'
  if (rule.failRecords && (name !== MANY_RECORDS.service || operation !== MANY_RECORDS.operation)) return 'Single records fail with kinesis:PutRecords alone; all other calls do or fail as a whole.'
  const names = dispatch.catalog.map((entry) => entry.name)
  if (name !== undefined && !names.includes(name)) return `There is no service ${name}. Choose one of ${names.toSorted().join(', ')}.`
  const services = await Promise.all((name === undefined ? names : [name]).map((one) => dispatch.service(one)!))
  if (operation === undefined || services.some(({ protocol }) => protocol.operationNames().includes(operation))) return services
  const like = services.flatMap(({ protocol }) => protocol.operationNames()).filter((one) => one.toLowerCase() === operation.toLowerCase())
  const who = name === undefined ? 'No service has an' : `${name} has no`
  return `${who} operation ${operation}.${like.length > 0 ? ` Did you mean ${like.join(' or ')}?` : ''}`
}

/** What every service may say ("Common Errors" of each API reference). */
const COMMON: Readonly<Record<string, readonly [status: number, message: string]>> = {
  AccessDeniedException: [400, 'You do not have sufficient access to perform this action.'],
  ExpiredTokenException: [403, 'The security token included in the request is expired'],
  IncompleteSignature: [403, 'The request signature does not conform to AWS standards.'],
  InternalFailure: [500, 'The request processing has failed because of an unknown error, exception or failure.'],
  InvalidClientTokenId: [403, 'The security token included in the request is invalid.'],
  NotAuthorized: [400, 'You do not have permission to perform this action.'],
  OptInRequired: [403, 'The AWS access key ID needs a subscription for the service.'],
  RequestExpired: [400, 'Request has expired.'],
  ServiceUnavailable: [503, 'The request has failed due to a temporary failure of the server.'],
  ThrottlingException: [400, 'Rate exceeded'],
  ValidationError: [400, 'The input fails to satisfy the constraints specified by an AWS service.'],
}

/** A rule's error in AWS's words, or why the services have none such. */
function errorOf({ error }: FaultRule, services: readonly Service[]): AwsError | string {
  const { code, message, status } = typeof error === 'string' ? { code: error } : error!
  const modelled = services.map(({ protocol }) => protocol.errorStatus(code)).find((found) => found !== undefined)
  const usual = services.map(({ usualErrors }) => usualErrors?.[code]).find((found) => found !== undefined)
  const common = COMMON[code]
  // A status of one's own says that the code is meant.
  if (modelled === undefined && !usual && !common && status === undefined) return unknownError(code, services)
  const words = message ?? usual?.message ?? common?.[1] ?? `${code}: injected by the sandbox.`
  return new AwsError(code, words, { status: status ?? usual?.status ?? modelled ?? common?.[0] ?? 400 })
}

function unknownError(code: string, services: readonly Service[]): string {
  const [only, ...others] = services
  const usual = others.length === 0 ? Object.keys(only?.usualErrors ?? {}) : []
  const known = [...usual, ...Object.keys(COMMON)].join(', ')
  const who = others.length === 0 ? `${only!.name} has no` : 'No service has an'
  return `${who} error ${code}. Some there are: ${known}. With a status of your own ({"code", "status"}) any code is taken.`
}

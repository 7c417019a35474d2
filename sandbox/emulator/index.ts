import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { control } from './control.ts'
import type { HttpRequest, HttpResponse } from './kernel/http.ts'
import type { Quotas } from './kernel/quota.ts'
import { Blobs } from './kernel/blobs.ts'
import { systemClock, type Clock } from './kernel/clock.ts'
import { virtualClock } from './kernel/virtual-clock.ts'
import type { Host, Settings } from './kernel/context.ts'
import { Dispatch } from './kernel/dispatch.ts'
import { listen } from './kernel/front.ts'
import { createIds } from './kernel/ids.ts'
import { Journal } from './kernel/journal.ts'
import { writeReadings } from './kernel/metrics.ts'
import type { CatalogEntry } from './kernel/service.ts'
import { Signals } from './kernel/signals.ts'
import { Store } from './kernel/store.ts'
import { Faults } from './kernel/faults.ts'
import { Traces } from './kernel/traces.ts'
import { EngineState } from './state.ts'
import { upstreamCalls } from './upstream.ts'
import { claimsCognito } from './services/cognito/claims.ts'
import { claimsCloudWatch } from './services/cloudwatch/claims.ts'
import { claimsLambda } from './services/lambda/claims.ts'
import { claimsHttpApi } from './services/apigateway/claims.ts'

/** Every service, in the order in which unsigned requests are offered to them. Loaded when first asked for. */
const CATALOG: readonly CatalogEntry[] = [
  // Before the second generation, whose paths can be told from all others.
  { name: 'restapis', signingNames: ['apigateway'], load: () => import('./services/apigateway/rest/service.ts') },
  { name: 'apigateway', signingNames: ['apigateway', 'execute-api'], claims: claimsHttpApi, load: () => import('./services/apigateway/service.ts') },
  { name: 'cognito', signingNames: ['cognito-idp'], targetPrefixes: ['AWSCognitoIdentityProviderService'], claims: claimsCognito, load: () => import('./services/cognito/service.ts') },
  { name: 'lambda', signingNames: ['lambda'], claims: claimsLambda, load: () => import('./services/lambda/service.ts') },
  { name: 'kinesis', signingNames: ['kinesis'], targetPrefixes: ['Kinesis_20131202'], load: () => import('./services/kinesis/service.ts') },
  { name: 'logs', signingNames: ['logs'], targetPrefixes: ['Logs_20140328'], load: () => import('./services/logs/service.ts') },
  { name: 'cloudwatch', signingNames: ['monitoring'], targetPrefixes: ['GraniteServiceVersion20100801'], queryVersion: '2010-08-01', claims: claimsCloudWatch, load: () => import('./services/cloudwatch/service.ts') },
  { name: 'cloudformation', signingNames: ['cloudformation'], queryVersion: '2010-05-15', load: () => import('./services/cloudformation/service.ts') },
  { name: 'iam', signingNames: ['iam'], queryVersion: '2010-05-08', load: () => import('./services/iam/service.ts') },
  { name: 'sts', signingNames: ['sts'], queryVersion: '2011-06-15', load: () => import('./services/sts/service.ts') },
  { name: 's3', signingNames: ['s3', 's3express'], load: () => import('./services/s3/service.ts') },
]

export type { FaultRule } from './kernel/fault-rule.ts'
export type { ActiveFault } from './kernel/faults.ts'
export type { HttpRequest, HttpResponse } from './kernel/http.ts'
export type { Quotas } from './kernel/quota.ts'

export interface EmulatorOptions {
  /** 0 picks a free port. */
  readonly port: number
  /** Address to listen on; loopback unless the user asks otherwise. */
  readonly host?: string
  readonly region?: string
  readonly account?: string
  readonly clock?: Clock
  /** Makes ids, keys and choices repeat from run to run. */
  readonly seed?: string
  /** Whether signatures must hold; `off` is for clients that cannot sign as AWS wants it. */
  readonly signatures?: 'verify' | 'off'
  /** Whether policies decide who may do what (the default), are asked and only recorded, or are not asked at all. */
  readonly iam?: 'enforce' | 'audit' | 'off'
  /** Whether AWS's rates and quotas hold, where a service has them; `off` by default. */
  readonly limits?: 'off' | 'aws'
  /** Whether a bucket's name is taken for all accounts, as in AWS (the default), or accounts may have buckets of the same name. */
  readonly bucketNames?: 'global' | 'account'
  /** Whether tokens name AWS's address as their issuer (the default) or this engine's own. */
  readonly tokenIssuer?: 'aws' | 'local'
  /** A folder in which the state outlives the process; without one it is gone with it. */
  readonly state?: { readonly directory: string; readonly fsync?: boolean }
  /** The first port at which functions can be debugged; absent: at none. */
  readonly inspect?: number
  /** Where sentences for a person go; nowhere by default. */
  readonly log?: (line: string) => void
  /** Only these services, by name; the others are asked of `upstream`. */
  readonly services?: readonly string[]
  /** An OpenTelemetry collector that is sent what comes of requests. */
  readonly otlp?: string
  /** An AWS endpoint for calls to services that are not here. */
  readonly upstream?: string
  /** What one account may use, where many share this engine; all there is by default. */
  readonly quotas?: Quotas
  /** Answers what is below `/_sandbox/` before the engine's own pages do; undefined leaves it to them. */
  readonly pages?: (request: HttpRequest) => Promise<HttpResponse | undefined>
  /** The address to tell others, where it is not `http://127.0.0.1:<port>`. */
  readonly publicUrl?: string
}

export interface Emulator {
  readonly port: number
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string
  readonly host: Host
  /** Nothing was kept from an earlier run. */
  readonly isFresh: boolean
  /** Loads services, one after the other, before they are asked for. */
  preload(names: readonly string[]): Promise<void>
  /** Forgets all resources; the endpoint stays up. */
  reset(): Promise<void>
  stop(): Promise<void>
}

/**
 * Starts the embedded engine. Rejects with the system's error (`EADDRINUSE`, `EACCES`) where it cannot listen, and with
 * `StateError` where it cannot have its state.
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const log = options.log ?? (() => {})
  const durable = options.state && new (await import('./kernel/state/durable.ts')).Durable({ ...options.state, log })
  // A run that goes on with a state must not draw the ids of the run before again.
  const run = durable?.runs() ?? 1
  const ids = createIds(options.seed === undefined || run === 1 ? options.seed : `${options.seed}/${run}`)
  const workDirectory = mkdtempSync(join(tmpdir(), 'pipeline-sandbox-'))
  const settings: Settings = {
    endpoint: '',
    defaultRegion: options.region ?? 'us-east-1',
    defaultAccount: options.account ?? '000000000000',
    workDirectory,
    signatures: options.signatures ?? 'verify',
    iam: options.iam ?? 'enforce',
    tokenIssuer: options.tokenIssuer ?? 'aws',
    limits: options.limits ?? 'off',
    bucketNames: options.bucketNames ?? 'global',
    ...(options.quotas ? { quotas: options.quotas } : {}),
    ...(options.inspect === undefined ? {} : { inspect: options.inspect }),
    log,
  }
  const catalog = CATALOG.filter(({ name }) => options.services?.includes(name) ?? true)
  const dispatch = new Dispatch(catalog, 's3')
  const elsewhere = options.upstream === undefined ? undefined : upstreamCalls(options.upstream)
  const clock = options.clock ?? virtualClock(systemClock())
  // Ids of its own: whether somebody looks at traces must not change what others draw.
  const traces = new Traces(clock, createIds(options.seed === undefined ? undefined : `${options.seed}/traces`))
  const host: Host = {
    store: new Store(),
    blobs: new Blobs(join(workDirectory, 'blobs'), ids.of('blobs'), durable),
    clock,
    ids,
    signals: new Signals(),
    journal: new Journal(),
    traces,
    faults: new Faults(),
    settings,
    committed: () => durable?.committed(),
    call(caller, service, operation, input) {
      if (elsewhere && !catalog.some(({ name }) => name === service)) return elsewhere(caller, service, operation, input)
      return dispatch.call(caller, service, operation, input)
    },
    get: (url) => dispatch.get(url),
    authorize: (caller, service, operation, wanted, request) => dispatch.authorize(caller, service, operation, wanted, request),
  }
  dispatch.attach(host, async () => (await import('./services/iam/policy/authorizer.ts')).createAuthorizer(host))
  const state = new EngineState(host, dispatch)
  try {
    const owners = durable ? await state.takeUp(durable) : []
    const own = async (request: HttpRequest) => (await options.pages?.(request)) ?? control(request, host, dispatch, state)
    const front = await listen({ host: options.host ?? '127.0.0.1', port: options.port, clock: host.clock }, (request) => {
      if (request.path.startsWith('/_sandbox/')) return own(request)
      return dispatch.handle(request)
    })
    const exporter = options.otlp === undefined ? undefined : new (await import('./otlp/exporter.ts')).OtlpExporter(host, options.otlp)
    settings.endpoint = options.publicUrl ?? `http://127.0.0.1:${front.port}`
    // What runs in the background goes on where it was.
    for (const name of owners) await dispatch.service(name)
    let isStopped = false
    const preload = async (names: readonly string[]) => {
      for (const name of names) if (!isStopped) await dispatch.service(name)
    }
    const stop = async () => {
      isStopped = true
      await front.close()
      for (const service of await dispatch.loaded()) await service.stop?.(host)
      await exporter?.stop()
      writeReadings(host.store)
      durable?.close()
      rmSync(workDirectory, { recursive: true, force: true })
    }
    return { port: front.port, endpoint: settings.endpoint, host, isFresh: owners.length === 0, preload, reset: () => state.reset(), stop }
  } catch (error) {
    durable?.close()
    rmSync(workDirectory, { recursive: true, force: true })
    throw error
  }
}

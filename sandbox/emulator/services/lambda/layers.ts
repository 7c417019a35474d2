import type { GetLayerVersionResponse, LayerVersionsListItem } from '@aws-sdk/client-lambda'
import type { Context, Host } from '../../kernel/context.ts'
import type { Limits } from '../../kernel/validate.ts'
import { locationOf } from './code-download.ts'
import { invalidParameter, notFound } from './errors.ts'
import { layerVersions, type LayerVersion } from './layer-state.ts'
import { RUNTIMES } from './runtimes.ts'
import { functions, lastModifiedText, scopeOf, versions, type Code, type FunctionRecord, type LayerUse } from './state.ts'

export const LAYER_NAME = {
  min: 1,
  max: 140,
  pattern: '(arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\\d{12}:layer:[a-zA-Z0-9-_]+)|[a-zA-Z0-9-_]+',
} as const
const LAYER_VERSION_ARN = /^arn:[a-zA-Z0-9-]+:lambda:([a-zA-Z0-9-]+):(\d{12}):layer:([a-zA-Z0-9-_]+):([0-9]+)$/
export const LAYER_FILTERS: Limits = {
  CompatibleRuntime: { enum: RUNTIMES },
  CompatibleArchitecture: { enum: ['x86_64', 'arm64'] },
  MaxItems: { minValue: 1, maxValue: 50 },
}
const MOST_LAYERS = 5

type Where = Pick<Context, 'account' | 'region'>

/** A layer is named by its name or by its ARN. */
export function readLayerName(ctx: Where, text: string): { account: string; region: string; name: string } {
  const [, , , region, account, , name] = text.split(':')
  return name === undefined ? { account: ctx.account, region: ctx.region, name: text } : { account: account!, region: region!, name }
}

export const layerArn = (of: Where, name: string) => `arn:aws:lambda:${of.region}:${of.account}:layer:${name}`
export const layerVersionArn = (of: LayerVersion) => `${layerArn(of, of.name)}:${of.number}`

/** Throws `ResourceNotFoundException`. */
export function findLayerVersion(ctx: Context, layer: string, number: number): LayerVersion {
  const where = readLayerName(ctx, layer)
  if (number < 1) throw invalidParameter('Layer Version Cannot be less than 1.')
  const found = layerVersions(scopeOf(ctx, where)).get(`${where.name}:${number}`)
  if (!found) throw notFound('The resource you requested does not exist.')
  return found
}

export function readLayerVersionArn(arn: string): { layer: string; number: number } | undefined {
  const [, , , , number] = LAYER_VERSION_ARN.exec(arn) ?? []
  return number === undefined ? undefined : { layer: arn.slice(0, arn.lastIndexOf(':')), number: Number(number) }
}

/** The versions of a layer, newest first. */
export function versionsOfLayer(host: Pick<Host, 'store'>, where: Where & { name: string }): LayerVersion[] {
  const all = [...layerVersions(scopeOf(host, where)).values()]
  return all.filter(({ name }) => name === where.name).sort((a, b) => b.number - a.number)
}

type Filter = { readonly CompatibleRuntime?: string | undefined; readonly CompatibleArchitecture?: string | undefined }

export function isCompatible({ details }: LayerVersion, wanted: Filter): boolean {
  const has = (all: readonly string[] | undefined, one: string | undefined) => one === undefined || (all?.includes(one) ?? false)
  return has(details.CompatibleRuntimes, wanted.CompatibleRuntime) && has(details.CompatibleArchitectures, wanted.CompatibleArchitecture)
}

export function layerItem(of: LayerVersion): LayerVersionsListItem {
  return {
    LayerVersionArn: layerVersionArn(of),
    Version: of.number,
    Description: of.description,
    CreatedDate: lastModifiedText(of.created),
    ...of.details,
  }
}

export function layerView(host: Host, of: LayerVersion): GetLayerVersionResponse {
  const Content = { Location: locationOf(host, 'layer', { ...of, version: String(of.number) }, of.code), CodeSha256: of.code.sha256, CodeSize: of.code.size }
  return { Content, LayerArn: layerArn(of, of.name), ...layerItem(of) }
}

/** What a function keeps of the layers that it names: their content too, for a layer may be deleted under it. */
export function useLayers(ctx: Context, arns: readonly string[]): readonly LayerUse[] {
  if (arns.length > MOST_LAYERS) throw invalidParameter(`Cannot reference more than ${MOST_LAYERS} layers.`)
  const seen = new Map<string, string>()
  return arns.map((arn) => {
    const read = readLayerVersionArn(arn)
    if (!read)
      throw invalidParameter(
        `1 validation error detected: Value '[${arns.join(', ')}]' at 'layers' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 140, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+]`,
      )
    const where = readLayerName(ctx, read.layer)
    if (where.region !== ctx.region)
      throw invalidParameter(`Layers are not in the same region as the function. Layers are expected to be in region ${ctx.region}.`)
    const other = seen.get(read.layer)
    if (other !== undefined)
      throw invalidParameter(
        `Two different versions of the same layer are not allowed to be referenced in the same function. ${other} and ${arn} versions are used.`,
      )
    seen.set(read.layer, arn)
    const found = layerVersions(scopeOf(ctx, where)).get(`${where.name}:${read.number}`)
    if (!found) throw invalidParameter(`Layer version ${arn} does not exist.`)
    return { arn, code: found.code }
  })
}

/** Whether any function still holds the content, whose layer may be gone. */
export function isUsed(host: Pick<Host, 'store'>, code: Code): boolean {
  const holds = ({ layers }: FunctionRecord) => layers?.some((layer) => layer.code.zip.id === code.zip.id) ?? false
  for (const { value } of functions.all(host.store)) if (holds(value)) return true
  for (const { value } of versions.all(host.store)) if (holds(value)) return true
  return false
}

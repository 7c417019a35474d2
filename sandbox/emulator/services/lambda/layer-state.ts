import type { PublishLayerVersionCommandInput } from '@aws-sdk/client-lambda'
import { collection } from '../../kernel/store.ts'
import type { Code, PolicyRecord } from './state.ts'

/** One version of a layer; it does not change. */
export interface LayerVersion {
  readonly account: string
  readonly region: string
  readonly name: string
  readonly number: number
  readonly code: Code
  readonly description: string
  readonly created: number
  readonly details: Pick<PublishLayerVersionCommandInput, 'CompatibleRuntimes' | 'CompatibleArchitectures' | 'LicenseInfo'>
}

/** By `<layer>:<number>`. */
export const layerVersions = collection<LayerVersion>('lambda.layer-versions', 'region')
export const layerPolicies = collection<PolicyRecord>('lambda.layer-policies', 'region')
/** The last number given out, by layer: a number is never used again. */
export const layerNumbers = collection<number>('lambda.layer-numbers', 'region')

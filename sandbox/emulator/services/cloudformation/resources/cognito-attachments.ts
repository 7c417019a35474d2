import type { ValueMap } from '../../../../template/index.ts'
import { pick, type Io, type Provider } from './provider.ts'

interface Attachment {
  readonly type: string
  /** The operation that sets it, and by which it is taken away again: with these members. */
  readonly set: string
  readonly cleared: ValueMap
  readonly properties: readonly string[]
  /** Properties that say what it hangs on. */
  readonly of: readonly string[]
}

/** What is not made but set on a user pool or one of its clients. */
function attachment({ type, set, cleared, properties, of }: Attachment): Provider {
  const put = (io: Io, given: ValueMap) => io.call('cognito', set, target(given))
  return {
    type,
    properties: [...of, ...properties],
    required: of,
    replaces: of,
    async create(given, io) {
      await put(io, given)
      return { physicalId: of.map((name) => String(given[name])).join('|') }
    },
    async update(given, was, io) {
      await put(io, { ...cleared, ...given })
      return { physicalId: was.physicalId }
    },
    async delete(was, io) {
      await put(io, { ...cleared, ...pick(was.properties, of) })
    },
  }
}

/** In a template the whole pool is the client `ALL`; the API has no client then. */
function target({ ClientId, ...rest }: ValueMap): ValueMap {
  return ClientId === undefined || ClientId === 'ALL' ? rest : { ...rest, ClientId }
}

export const riskConfiguration = attachment({
  type: 'AWS::Cognito::UserPoolRiskConfigurationAttachment',
  set: 'SetRiskConfiguration',
  cleared: {},
  properties: ['AccountTakeoverRiskConfiguration', 'CompromisedCredentialsRiskConfiguration', 'RiskExceptionConfiguration'],
  of: ['UserPoolId', 'ClientId'],
})

export const uiCustomization = attachment({
  type: 'AWS::Cognito::UserPoolUICustomizationAttachment',
  set: 'SetUICustomization',
  cleared: {},
  properties: ['CSS'],
  of: ['UserPoolId', 'ClientId'],
})

export const logDelivery = attachment({
  type: 'AWS::Cognito::LogDeliveryConfiguration',
  set: 'SetLogDeliveryConfiguration',
  cleared: { LogConfigurations: [] },
  properties: ['LogConfigurations'],
  of: ['UserPoolId'],
})

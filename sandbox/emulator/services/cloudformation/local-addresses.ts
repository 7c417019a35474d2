import type { Host } from '../../kernel/context.ts'
import type { ResourceRecord } from './state.ts'

/** Templates put APIs' addresses together as they are in AWS; what a user is told is where the engine answers for them. */
export function localAddresses(resources: Readonly<Record<string, ResourceRecord>>, { region, settings }: { region: string } & Pick<Host, 'settings'>): (text: string) => string {
  const places = Object.values(resources).flatMap(({ type, physicalId, attributes }) => {
    // A REST API has no attribute for its address.
    const endpoint = type === 'AWS::ApiGateway::RestApi' ? `${settings.endpoint}/_aws/execute-api/${physicalId ?? ''}` : attributes['ApiEndpoint']
    return typeof endpoint === 'string' && physicalId !== undefined ? [[`https://${physicalId}.execute-api.${region}.amazonaws.com`, endpoint] as const] : []
  })
  return (text) => places.reduce((changed, [inAws, here]) => changed.replaceAll(inAws, here), text)
}

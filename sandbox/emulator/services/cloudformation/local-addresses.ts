import type { ResourceRecord } from './state.ts'

/** Templates put HTTP APIs' addresses together as they are in AWS; what a user is told is where the engine answers for them. */
export function localAddresses(resources: Readonly<Record<string, ResourceRecord>>, region: string): (text: string) => string {
  const places = Object.values(resources).flatMap(({ physicalId, attributes }) => {
    const endpoint = attributes['ApiEndpoint']
    return typeof endpoint === 'string' && physicalId !== undefined ? [[`https://${physicalId}.execute-api.${region}.amazonaws.com`, endpoint] as const] : []
  })
  return (text) => places.reduce((changed, [inAws, here]) => changed.replaceAll(inAws, here), text)
}

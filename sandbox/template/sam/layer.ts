import { createHash } from 'node:crypto'
import type { ResourceDeclaration } from '../parse.ts'
import type { Value } from '../value.ts'
import { isMap } from '../value.ts'
import type { Resources, SamBuild } from './build.ts'
import { attributes, checkProperties, defined, invalid, literal } from './build.ts'
import { codeLocation } from './code.ts'

const SAME = 'LayerName Description CompatibleArchitectures CompatibleRuntimes LicenseInfo'.split(' ')
const KNOWN = new Set([...SAME, 'ContentUri', 'RetentionPolicy'])

/**
 * AWS::Serverless::LayerVersion. A layer version cannot be changed, so its logical id ends in a hash of what it holds:
 * a change makes a new one, and the old one is retained unless RetentionPolicy says Delete.
 */
export function expandLayer(build: SamBuild, id: string, declared: ResourceDeclaration): Resources {
  checkProperties(id, declared, KNOWN, new Set(['PublishLambdaVersion']))
  const properties = { ...declared.Properties }
  for (const name of ['LayerName', 'LicenseInfo', 'Description', 'RetentionPolicy']) {
    const value = literal(build, properties[name])
    if (value !== undefined) properties[name] = value
  }
  const content = properties['ContentUri']
  if (content === undefined) return invalid(id, "Missing required property 'ContentUri'.", 'ContentUri')
  const logicalId = `${id}${hash({ [id]: hashed(declared, properties) })}`
  build.names.set(id, logicalId)
  const same = Object.fromEntries(SAME.map((name) => [name, properties[name]]))
  return {
    [logicalId]: {
      ...attributes(declared),
      Type: 'AWS::Lambda::LayerVersion',
      DeletionPolicy: retention(id, properties['RetentionPolicy']) ?? declared.DeletionPolicy ?? 'Retain',
      Properties: defined({ ...same, LayerName: properties['LayerName'] ?? id, Content: codeLocation(id, 'ContentUri', content) }),
    },
  }
}

function hashed(declared: ResourceDeclaration, properties: Readonly<Record<string, Value>>): Value {
  const dependsOn = declared.DependsOn === undefined ? undefined : [...declared.DependsOn]
  return defined({ Type: declared.Type, Properties: { ...properties }, DependsOn: dependsOn, Condition: declared.Condition })
}

function retention(id: string, policy: Value | undefined): string | undefined {
  if (policy === undefined) return undefined
  const found = ['Retain', 'Delete'].find((option) => option.toLowerCase() === String(policy).toLowerCase())
  return found ?? invalid(id, "'RetentionPolicy' must be one of the following options: ['Retain', 'Delete'].", 'RetentionPolicy')
}

/** AWS's transform hashes the JSON with sorted keys, no spaces and all but ASCII escaped. */
function hash(value: Value): string {
  const json = JSON.stringify(sorted(value)).replaceAll(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return createHash('sha1').update(json).digest('hex').slice(0, 10)
}

function sorted(value: Value): Value {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isMap(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)).map(([name, item]) => [name, sorted(item)]))
}

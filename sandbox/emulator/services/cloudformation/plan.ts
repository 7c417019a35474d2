import type { Change, ResourceChangeDetail } from '@aws-sdk/client-cloudformation'
import type { LoadedTemplate, ResourceLookup, TemplateResource, Value } from '../../../template/index.ts'
import { TemplateError } from '../../../template/index.ts'
import type { Host } from '../../kernel/context.ts'
import type { Scope } from '../../kernel/store.ts'
import { changedProperties, isSame, needsReplacement, wantedProperties } from './diff.ts'
import { validationError } from './errors.ts'
import { exportsOf } from './exports.ts'
import { localAddresses } from './local-addresses.ts'
import { providerOf } from './resources/index.ts'
import { attributeOf } from './stack-run.ts'
import type { ResourceRecord, Spec, StackRecord } from './state.ts'

/** What stands for a value that is known once something has been made. AWS writes the same. */
const UNKNOWN = '{{changeSet:KNOWN_AFTER_APPLY}}'

export interface Plan {
  readonly changes: readonly Change[]
  /** Something of the stack differs, be it only an output or a tag. */
  readonly isDifferent: boolean
}

/** What an update would do, without doing it. Throws `ValidationError` where a resource changes its type. */
export function planOf(scope: Scope & Pick<Host, 'settings'>, stack: StackRecord, spec: Spec, loaded: LoadedTemplate): Plan {
  const existing = Object.values(stack.resources).filter(({ physicalId, status }) => physicalId !== undefined && status !== 'DELETE_COMPLETE')
  const byId = new Map(existing.map((record) => [record.logicalId, record]))
  refuseTypeChange(byId, loaded)
  const fresh = new Set<string>()
  const lookup = lookupIn(scope, byId, fresh)
  const changes: Change[] = []
  let isDifferent = false
  for (const resource of loaded.resources) {
    const record = byId.get(resource.logicalId)
    const change = record ? modification(loaded, resource, record, lookup, spec) : addition(resource)
    if (change) changes.push(change)
    if (!record || change?.ResourceChange?.Replacement === 'True') fresh.add(resource.logicalId)
    isDifferent ||= record !== undefined && hasOtherAttributes(resource, record)
  }
  const kept = new Set(loaded.resources.map(({ logicalId }) => logicalId))
  for (const record of existing) if (!kept.has(record.logicalId)) changes.push(removal(record))
  isDifferent ||= changes.length > 0 || outputsDiffer(stack, loaded, lookup, localAddresses(stack.resources, scope)) || !isSame(spec.tags as never, stack.spec.tags as never)
  return { changes, isDifferent }
}

function refuseTypeChange(byId: ReadonlyMap<string, ResourceRecord>, loaded: LoadedTemplate): void {
  const other = loaded.resources.filter(({ logicalId, type }) => byId.has(logicalId) && byId.get(logicalId)!.type !== type)
  if (other.length === 0) return
  throw validationError(`Update of resource type is not permitted. The new template modifies resource type of the following resources: [${other.map(({ logicalId }) => logicalId).join(', ')}]`)
}

function lookupIn(scope: Scope, byId: ReadonlyMap<string, ResourceRecord>, fresh: ReadonlySet<string>): ResourceLookup {
  const known = (id: string) => (fresh.has(id) ? undefined : byId.get(id))
  return {
    ref: (id) => known(id)?.physicalId ?? UNKNOWN,
    getAtt: (id, attribute) => (known(id) ? attributeOf(known(id)!, attribute) : UNKNOWN),
    importValue: (name) => exportsOf(scope).find((one) => one.name === name)?.value,
  }
}

const described = ({ logicalId, type }: { logicalId: string; type: string }) => ({ LogicalResourceId: logicalId, ResourceType: type })

function addition(resource: TemplateResource): Change {
  return { Type: 'Resource', ResourceChange: { Action: 'Add', ...described(resource), Scope: [], Details: [] } }
}

function removal(record: ResourceRecord): Change {
  const action = record.deletionPolicy.startsWith('Retain') ? { PolicyAction: 'Retain' as const } : { PolicyAction: 'Delete' as const }
  return { Type: 'Resource', ResourceChange: { ...action, Action: 'Remove', ...described(record), PhysicalResourceId: record.physicalId, Scope: [], Details: [] } }
}

function modification(loaded: LoadedTemplate, resource: TemplateResource, record: ResourceRecord, lookup: ResourceLookup, spec: Spec): Change | undefined {
  const changed = changedProperties(record.properties, wantedOrNothing(loaded, resource, record, lookup, spec))
  if (changed.length === 0) return undefined
  const provider = providerOf(record.type)!
  const isReplaced = needsReplacement(provider, changed)
  const tags = provider.tags?.property
  const details = changed.map((Name): ResourceChangeDetail => ({
    Target: { Attribute: Name === tags ? 'Tags' : 'Properties', ...(Name === tags ? {} : { Name }), RequiresRecreation: provider.replaces.includes(Name) || !provider.update ? 'Always' : 'Never' },
    Evaluation: 'Static',
    ChangeSource: 'DirectModification',
  }))
  return {
    Type: 'Resource',
    ResourceChange: {
      ...(isReplaced ? { PolicyAction: record.updateReplacePolicy.startsWith('Retain') ? 'ReplaceAndRetain' : 'ReplaceAndDelete' } : {}),
      Action: 'Modify',
      ...described(record),
      PhysicalResourceId: record.physicalId,
      Replacement: isReplaced ? 'True' : 'False',
      Scope: [...new Set(details.map(({ Target }) => Target!.Attribute!))],
      Details: details,
    },
  }
}

/** What cannot be told before something is made (an attribute of a kind that is not there yet) counts as it is. */
function wantedOrNothing(loaded: LoadedTemplate, resource: TemplateResource, record: ResourceRecord, lookup: ResourceLookup, spec: Spec) {
  try {
    return wantedProperties(loaded, resource, lookup, spec.tags)
  } catch (error) {
    if (error instanceof TemplateError) return { ...record.properties, [UNKNOWN]: true }
    throw error
  }
}

function hasOtherAttributes({ metadata, deletionPolicy }: TemplateResource, record: ResourceRecord): boolean {
  return deletionPolicy !== record.deletionPolicy || !isSame(metadata, record.metadata)
}

function outputsDiffer(stack: StackRecord, loaded: LoadedTemplate, lookup: ResourceLookup, here: (text: string) => string): boolean {
  if (loaded.outputs.length !== stack.outputs.length) return true
  return loaded.outputs.some(({ name, value, exportName, description }) => {
    const before = stack.outputs.find((output) => output.name === name)
    const evaluated = (one: Value) => String(loaded.evaluate(one, lookup) ?? '')
    return here(evaluated(value)) !== before?.value || (exportName === undefined ? undefined : evaluated(exportName)) !== before.exportName || description !== before.description
  })
}

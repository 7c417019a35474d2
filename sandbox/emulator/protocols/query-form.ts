import { parseText, serializationError } from './scalars.ts'
import type { Member, Shape } from './shape.ts'

/** The parameters of a form, as a tree: `Tags.member.1.Key=a` is `{Tags: {member: {1: {Key: 'a'}}}}`. */
interface Tree {
  text?: string
  readonly children: Map<string, Tree>
}

const EMPTY: Tree = { children: new Map() }
/** Deeper than any input of AWS; a longer path is no member of anything. */
const DEEPEST = 64

/** The input of an operation of the query protocol out of its form. Parameters that the shape lacks are dropped. */
export function fromForm(form: URLSearchParams, shape: Shape): object {
  return shape.kind === 'unit' ? {} : (fromTree(treeOf(form), shape) as object)
}

function treeOf(form: URLSearchParams): Tree {
  const root: Tree = { children: new Map() }
  for (const [path, value] of form) {
    const steps = path.split('.', DEEPEST)
    let node = root
    for (const step of steps) {
      let next = node.children.get(step)
      if (!next) node.children.set(step, (next = { children: new Map() }))
      node = next
    }
    node.text ??= value
  }
  return root
}

function fromTree(tree: Tree, shape: Shape): unknown {
  switch (shape.kind) {
    case 'struct': {
      const out: Record<string, unknown> = {}
      for (const member of shape.members) {
        const child = tree.children.get(member.traits.xmlName ?? member.name)
        if (child) out[member.name] = fromMember(child, member)
      }
      return out
    }
    case 'list':
    case 'map':
      return fromMember(tree, { name: shape.name, traits: shape.traits, shape })
    default:
      if (tree.text === undefined) throw serializationError('Start of structure or map found where not expected.')
      return parseText(tree.text, shape, 'date-time')
  }
}

/** `Name.member.1` and `Name.entry.1` have one level more than a flattened `Name.1`. `Name=` alone is an empty list. */
function fromMember(tree: Tree, { shape, traits }: Member): unknown {
  if (shape.kind === 'list') {
    const element = shape.element!
    const items = traits.xmlFlattened ? tree : tree.children.get(element.traits.xmlName ?? 'member')
    return numbered(items ?? EMPTY).map((item) => fromTree(item, element.shape))
  }
  if (shape.kind === 'map') {
    const [key, value] = [shape.key!.traits.xmlName ?? 'key', shape.element!.traits.xmlName ?? 'value']
    const entries = numbered((traits.xmlFlattened ? tree : tree.children.get('entry')) ?? EMPTY)
    return Object.fromEntries(
      entries.map(({ children }) => [children.get(key)?.text ?? '', fromTree(children.get(value) ?? { text: '', ...EMPTY }, shape.element!.shape)]),
    )
  }
  return fromTree(tree, shape)
}

/** `1`, `2`, … in numeric order; gaps close up. */
function numbered(tree: Tree): Tree[] {
  return [...tree.children]
    .filter(([name]) => /^\d+$/.test(name))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => child)
}

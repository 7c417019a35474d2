import { parseXML } from '@aws-sdk/xml-builder'
import { AwsError } from '../kernel/errors.ts'
import { formatText, parseText } from './scalars.ts'
import type { Member, Shape, TimestampFormat } from './shape.ts'

type XmlValue = string | XmlObject | readonly XmlValue[] | undefined | null
interface XmlObject {
  readonly [name: string]: XmlValue
}

/** Parses an XML document and gives what its root holds; throws `MalformedXML` as S3 does. */
export function parseXmlRoot(bytes: Buffer): { name: string; value: XmlValue } {
  try {
    const parsed = parseXML(withAstralCharacters(bytes.toString('utf8'))) as XmlObject
    const root = Object.entries(parsed).find(([name]) => !name.startsWith('?'))
    if (root) return { name: root[0], value: root[1] }
  } catch {
    // Falls through to AWS's own sentence: what the parser says would not help a client.
  }
  throw malformedXml()
}

/** The parser reads references up to U+FFFF only: those beyond are characters before it comes to them. */
function withAstralCharacters(text: string): string {
  if (!text.includes('&#')) return text
  return text.replace(/&#(?:x([0-9a-fA-F]{5,6})|(\d{5,7}));/g, (reference, hex?: string, decimal?: string) => {
    const code = hex === undefined ? Number(decimal) : parseInt(hex, 16)
    return code > 0xffff && code <= 0x10ffff ? String.fromCodePoint(code) : reference
  })
}

export const malformedXml = () =>
  new AwsError('MalformedXML', 'The XML you provided was not well-formed or did not validate against our published schema')

/** An XML element's content to the SDK's form of `shape`. */
export function fromXml(value: XmlValue, shape: Shape): unknown {
  switch (shape.kind) {
    case 'struct': {
      const out: Record<string, unknown> = {}
      if (typeof value !== 'object' || value === null) return out
      for (const member of shape.members) {
        const item = (value as XmlObject)[member.traits.xmlName ?? member.name]
        if (item !== undefined) out[member.name] = memberFromXml(item, member)
      }
      return out
    }
    case 'list':
    case 'map':
      return memberFromXml(value, { name: shape.name, traits: shape.traits, shape })
    default:
      return parseText(textOf(value), shape, 'date-time')
  }
}

function memberFromXml(value: XmlValue, { shape, traits }: Member): unknown {
  if (shape.kind === 'list') {
    const inner = traits.xmlFlattened ? value : childOf(value, shape.element!.traits.xmlName ?? 'member')
    return asArray(inner).map((item) => fromXml(item, shape.element!.shape))
  }
  if (shape.kind === 'map') {
    const entries = asArray(traits.xmlFlattened ? value : childOf(value, 'entry'))
    const [key, item] = [shape.key!.traits.xmlName ?? 'key', shape.element!.traits.xmlName ?? 'value']
    return Object.fromEntries(entries.map((entry) => [textOf(childOf(entry, key)), fromXml(childOf(entry, item), shape.element!.shape)]))
  }
  return fromXml(value, shape)
}

function childOf(value: XmlValue, name: string): XmlValue {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as XmlObject)[name] : undefined
}

function asArray(value: XmlValue): readonly XmlValue[] {
  if (value === undefined || value === null || value === '') return []
  return Array.isArray(value) ? value : [value as XmlValue]
}

function textOf(value: XmlValue): string {
  if (typeof value === 'string') return value
  const text = childOf(value, '#text')
  return typeof text === 'string' ? text : ''
}

/** A member as XML elements (several for a flattened list). `dates` is the protocol's form of timestamps. */
export function memberToXml(value: unknown, member: Member, dates: TimestampFormat = 'date-time'): string {
  const { name, traits, shape } = member
  const tag = traits.xmlName ?? name
  if (shape.kind === 'list') {
    const element = shape.element!
    const itemTag = traits.xmlFlattened ? tag : (element.traits.xmlName ?? 'member')
    let items = ''
    for (const item of value as unknown[]) items += element_(itemTag, item, element, dates)
    return traits.xmlFlattened ? items : `<${tag}>${items}</${tag}>`
  }
  if (shape.kind === 'map') return mapToXml(value as Record<string, unknown>, tag, traits.xmlFlattened === 1, shape, dates)
  return element_(tag, value, member, dates)
}

function mapToXml(value: Record<string, unknown>, tag: string, flattened: boolean, shape: Shape, dates: TimestampFormat): string {
  const [keyTag, valueTag] = [shape.key!.traits.xmlName ?? 'key', shape.element!.traits.xmlName ?? 'value']
  const entryTag = flattened ? tag : 'entry'
  const entries = Object.entries(value).map(
    ([key, item]) => `<${entryTag}><${keyTag}>${escapeXml(key)}</${keyTag}>${element_(valueTag, item, shape.element!, dates)}</${entryTag}>`,
  )
  return flattened ? entries.join('') : `<${tag}>${entries.join('')}</${tag}>`
}

function element_(tag: string, value: unknown, { shape, traits }: Member, dates: TimestampFormat): string {
  if (shape.kind === 'list' || shape.kind === 'map') return memberToXml(value, { name: tag, traits: { ...traits, xmlName: tag }, shape }, dates)
  if (shape.kind !== 'struct') {
    const text = escapeXml(formatText(value, shape, dates))
    return text === '' ? `<${tag}/>` : `<${tag}>${text}</${tag}>`
  }
  const source = value as Record<string, unknown>
  return `<${tag}${namespace(traits)}${attributes(source, shape)}>${contents(source, shape, dates)}</${tag}>`
}

function namespace({ xmlNamespace }: Member['traits']): string {
  if (!xmlNamespace) return ''
  const [prefix, uri] = xmlNamespace
  return prefix ? ` xmlns:${prefix}="${uri}"` : ` xmlns="${uri}"`
}

function attributes(source: Record<string, unknown>, shape: Shape): string {
  let out = ''
  for (const { name, tag } of layoutOf(shape).attributes) {
    const value = source[name]
    if (value !== undefined) out += ` ${tag}="${escapeXml(String(value))}"`
  }
  return out
}

/** Which of a structure's members are written where: looked up once, as listings write thousands of one shape. */
interface Layout {
  readonly attributes: readonly { readonly name: string; readonly tag: string }[]
  readonly elements: readonly Element[]
}

interface Element {
  readonly name: string
  readonly member: Member
  /** Of what is text, or a flattened list of texts. */
  readonly simple: Simple | undefined
  readonly isList: boolean
}

interface Simple {
  readonly shape: Shape
  /** Numbers and the like need no look for characters to escape. */
  readonly isSafe: boolean
  readonly open: string
  readonly close: string
  readonly empty: string
}

const layouts = new WeakMap<Shape, Layout>()

function layoutOf(shape: Shape): Layout {
  let layout = layouts.get(shape)
  if (!layout) layouts.set(shape, (layout = layOut(shape)))
  return layout
}

const COMPOUND: readonly Shape['kind'][] = ['list', 'map', 'struct']
const SAFE: readonly Shape['kind'][] = ['number', 'boolean', 'bigint', 'timestamp', 'blob']

function layOut({ members }: Shape): Layout {
  const tagOf = ({ name, traits }: Member) => traits.xmlName ?? name
  const inHead = ({ traits }: Member) => traits.httpHeader ?? traits.httpResponseCode ?? traits.httpPrefixHeaders
  return {
    attributes: members.filter(({ traits }) => traits.xmlAttribute).map((member) => ({ name: member.name, tag: tagOf(member) })),
    elements: members
      .filter((member) => !member.traits.xmlAttribute && !inHead(member))
      .map((member) => {
        const isList = member.shape.kind === 'list' && member.traits.xmlFlattened === 1
        const shape = isList ? member.shape.element!.shape : member.shape
        return { name: member.name, member, simple: COMPOUND.includes(shape.kind) ? undefined : simple(tagOf(member), shape), isList }
      }),
  }
}

const simple = (tag: string, shape: Shape): Simple => ({ shape, isSafe: SAFE.includes(shape.kind), open: `<${tag}>`, close: `</${tag}>`, empty: `<${tag}/>` })

function simpleToXml(value: unknown, { shape, isSafe, open, close, empty }: Simple, dates: TimestampFormat): string {
  const text = formatText(value, shape, dates)
  return text === '' ? empty : open + (isSafe ? text : escapeXml(text)) + close
}

/**
 * Under this key an output may say in which order the elements of several flattened lists come, where a document mixes
 * them: they stand in the place of the first of these lists.
 */
export const MIXED = Symbol('mixed lists')
export type Mixed = readonly (readonly [member: string, item: unknown])[]

function mixedToXml(mixed: Mixed, shape: Shape, dates: TimestampFormat): string {
  return mixed.map(([name, item]) => memberToXml([item], shape.byName.get(name)!, dates)).join('')
}

/** What is inside a structure's element, in the schema's order but for `MIXED` lists. */
export function contents(source: Record<string, unknown>, shape: Shape, dates: TimestampFormat = 'date-time'): string {
  let out = ''
  let mixed = (source as { readonly [MIXED]?: Mixed })[MIXED]
  const elsewhere = mixed && new Set(mixed.map(([name]) => name))
  for (const { name, member, simple, isList } of layoutOf(shape).elements) {
    const value = source[name]
    if (value === undefined || value === null) continue
    if (elsewhere?.has(name)) {
      if (mixed) out += mixedToXml(mixed, shape, dates)
      mixed = undefined
    } else if (!simple) out += memberToXml(value, member, dates)
    else if (isList) for (const item of value as unknown[]) out += simpleToXml(item, simple, dates)
    else out += simpleToXml(value, simple, dates)
  }
  return out
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' }

const SPECIAL = /[&<>"\r\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/
const BUT_QUOTES = new RegExp(SPECIAL.source.replace('"', ''))
const ALL_SPECIAL = new RegExp(SPECIAL, 'g')

/** Text for an element or attribute. Characters that XML 1.0 has no form for become numeric references, as S3 sends. */
export function escapeXml(text: string): string {
  if (!SPECIAL.test(text)) return text
  // As in ETags.
  if (!BUT_QUOTES.test(text)) return text.replaceAll('"', ESCAPES['"']!)
  return text.replace(ALL_SPECIAL, (c) => ESCAPES[c] ?? `&#x${c.charCodeAt(0).toString(16)};`)
}

export const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

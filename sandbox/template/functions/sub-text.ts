import { TemplateError } from '../template-error.ts'

/** A piece of a Fn::Sub text: literal text as it comes out, or the name between `${` and `}`. */
export type SubPart = { readonly text: string } | { readonly variable: string }

const PLACEHOLDER = /\$\{(!?)([^{}]*)\}/g

/** Splits a Fn::Sub text; `${!Name}` is the literal `${Name}`, and a `$` or an unclosed `${` stands for itself. */
export function readSubText(text: string): SubPart[] {
  const parts: SubPart[] = []
  let end = 0
  for (const match of text.matchAll(PLACEHOLDER)) {
    const [whole, literal, name = ''] = match
    if (match.index > end) parts.push({ text: text.slice(end, match.index) })
    end = match.index + whole.length
    parts.push(literal === '!' ? { text: `\${${name}}` } : { variable: checkName(name) })
  }
  if (end < text.length) parts.push({ text: text.slice(end) })
  return parts
}

/** The text again, with each variable renamed. */
export function writeSubText(parts: readonly SubPart[], rename: (variable: string) => string): string {
  const text = parts.map((part) => ('variable' in part ? `\${${rename(part.variable)}}` : part.text.replace(/\$\{(?=[^{}]*\})/g, '${!')))
  return text.join('')
}

function checkName(name: string): string {
  if (/^[A-Za-z0-9_.:]+$/.test(name)) return name
  throw new TemplateError(
    `Template error: variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, periods, and colons (got "${name}"; write \${!${name}} for that text itself)`,
  )
}

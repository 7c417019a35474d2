import type { Position, Statement } from '@aws-sdk/client-iam'

type Span = Required<Pick<Statement, 'StartPosition' | 'EndPosition'>>

/**
 * Where a policy's statements stand, as the simulator counts: lines and columns from 1, the beginning right after what
 * opens or parts the list, the end right after the closing brace.
 */
export function statementSpans(document: string): Span[] {
  const start = /"Statement"\s*:\s*[[{]/.exec(document)
  if (!start) return []
  const opening = start.index + start[0].length
  const isList = document[opening - 1] === '['
  return spans(document, opening, isList ? 0 : 1).map(([from, to]) => ({ StartPosition: at(document, from), EndPosition: at(document, to) }))
}

function spans(document: string, opening: number, open: number): [number, number][] {
  const found: [number, number][] = []
  let [depth, from, isText] = [open, opening, false]
  for (let i = opening; i < document.length; i++) {
    const c = document[i]
    if (isText) {
      if (c === '\\') i++
      else if (c === '"') isText = false
    } else if (c === '"') isText = true
    else if (c === '{') depth++
    else if (c === '}' && --depth === 0) {
      found.push([from, i + 1])
      from = i + 2
      if (open === 1) break
    } else if (c === ']' && depth === 0) break
  }
  return found
}

function at(document: string, offset: number): Position {
  const before = document.slice(0, offset)
  return { Line: before.split('\n').length, Column: offset - before.lastIndexOf('\n') }
}

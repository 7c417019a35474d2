import { styleText } from 'node:util'

const WIDEST = 80
const INDENT = '    '

/** A lab's Markdown for a terminal: paragraphs in lines, code in another colour, commands indented and in one piece each. */
export function forTerminal(markdown: string, columns = WIDEST): string {
  const width = Math.min(columns, WIDEST)
  return markdown.split('```').flatMap((part, index) => (index % 2 === 1 ? [commands(part)] : paragraphs(part, width))).join('\n\n')
}

function commands(block: string): string {
  return block.replace(/^\w*\n/, '').trimEnd().split('\n').map((line) => INDENT + styleText('cyan', line, { validateStream: false })).join('\n')
}

function paragraphs(text: string, width: number): string[] {
  return text.split(/\n\n+/).map((paragraph) => paragraph.trim()).filter((paragraph) => paragraph !== '').map((paragraph) => filled(paragraph, width))
}

/** In lines of at most `width` letters, where a word is not longer itself; code keeps its colour over their ends. */
function filled(paragraph: string, width: number): string {
  const lines: string[] = []
  let line = ''
  let length = 0
  let isCode = false
  for (const word of paragraph.split(/\s+/)) {
    const shown = word.replaceAll('`', '')
    if (length > 0 && length + 1 + shown.length > width) {
      lines.push(line)
      line = ''
      length = 0
    }
    const pieces = word.split('`').map((piece, index) => {
      if (index > 0) isCode = !isCode
      return isCode && piece !== '' ? styleText('cyan', piece, { validateStream: false }) : piece
    })
    line += (length > 0 ? ' ' : '') + pieces.join('')
    length += (length > 0 ? 1 : 0) + shown.length
  }
  return [...lines, line].join('\n')
}

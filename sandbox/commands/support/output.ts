import { styleText } from 'node:util'
import type { Place } from '../../stack/clients.ts'

type Style = Parameters<typeof styleText>[0]

/** Colours only where standard output is a terminal and the environment does not refuse them (`NO_COLOR`). */
export function paint(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout, validateStream: true })
}

/** As `paint`, for what goes to standard error. */
export function paintNote(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stderr, validateStream: true })
}

export function print(line = ''): void {
  process.stdout.write(`${line}\n`)
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2))
}

/** Progress and notes for a person; standard output stays for what was asked for. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** `name  value` lines with the names in one column. */
export function table(rows: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(0, ...rows.map(([name]) => name.length))
  return rows.map(([name, value]) => `  ${paint('dim', name.padEnd(width))}  ${value}`).join('\n')
}

/** The address to give to other tools, where it is not AWS's own. */
export function endpointRows({ aws }: Place): (readonly [name: string, value: string])[] {
  return aws === undefined ? [] : [['endpoint', aws]]
}

/** 1,234 B, 12.3 KiB, 1.0 MiB */
export function bytes(size: number): string {
  if (size < 1024) return `${size} B`
  return size < 1024 * 1024 ? `${(size / 1024).toFixed(1)} KiB` : `${(size / 1024 / 1024).toFixed(1)} MiB`
}

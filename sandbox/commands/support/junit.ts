import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** One step of a run, as CI shows it. */
export interface Step {
  readonly name: string
  readonly duration_ms: number
  readonly failure?: string
}

/** Writes the steps as a JUnit test suite, making the folder where needed. */
export function writeJunit(file: string, suite: string, steps: readonly Step[]): void {
  const total_s = steps.reduce((sum, { duration_ms }) => sum + duration_ms, 0) / 1000
  const failures = steps.filter(({ failure }) => failure !== undefined).length
  const cases = steps.map(({ name, duration_ms, failure }) => {
    const body = failure === undefined ? '' : `<failure message="${escape(failure)}"/>`
    return `    <testcase classname="${suite}" name="${escape(name)}" time="${(duration_ms / 1000).toFixed(3)}">${body}</testcase>`
  })
  const attributes = `name="${suite}" tests="${steps.length}" failures="${failures}" time="${total_s.toFixed(3)}"`
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites>', `  <testsuite ${attributes}>`, ...cases, '  </testsuite>', '</testsuites>']
  mkdirSync(dirname(resolve(file)), { recursive: true })
  writeFileSync(file, `${lines.join('\n')}\n`)
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;' }

function escape(text: string): string {
  return text.replace(/[&<>"\n]/g, (character) => ENTITIES[character]!)
}

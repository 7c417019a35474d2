#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { pathToFileURL } from 'node:url'

enableCompileCache()
const { createProgram, runProgram } = await program()
await runProgram(createProgram(), process.argv)

/** In a clone from a bundle of the sources, where there is one of them as they are: it loads in half the time. */
async function program(): Promise<typeof import('./sandbox/commands/program.ts')> {
  if (import.meta.filename.endsWith('.ts')) {
    const { bundledProgram } = await import('./sandbox/setup/ready-bundle.mjs')
    const bundled = bundledProgram(import.meta.dirname)
    if (bundled !== undefined) return (await import(pathToFileURL(bundled).href)) as typeof import('./sandbox/commands/program.ts')
  }
  return import('./sandbox/commands/program.ts')
}

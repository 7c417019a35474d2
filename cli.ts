#!/usr/bin/env node
import { enableCompileCache } from 'node:module'

enableCompileCache()
const { createProgram, runProgram } = await import('./sandbox/commands/program.ts')
await runProgram(createProgram(), process.argv)

import { engineAway } from '../doctor/engine-away.ts'
import { examine } from '../doctor/examine.ts'
import type { Finding } from '../doctor/diagnosis.ts'
import { Patient } from '../doctor/patient.ts'
import { containerFindings } from './support/containers.ts'
import { paint, print, printJson } from './support/output.ts'
import { readSession } from './support/session.ts'
import { DEFAULT_PORT, findTarget, type TargetOptions } from './support/target.ts'
import { EXIT, UserError } from './support/user-error.ts'

export interface DoctorOptions extends TargetOptions {
  readonly token?: string
  readonly json?: boolean
}

interface Examined {
  readonly findings: readonly Finding[]
  readonly skipped: readonly { readonly diagnosis: string; readonly reason: string }[]
}

/** `sandbox doctor`: what is wrong and what to do, the most likely cause first; exits 1 where something is. */
export async function doctor(options: DoctorOptions): Promise<void> {
  const { findings, skipped } = await examined(options)
  if (findings.length > 0) process.exitCode = EXIT.pipelineFailed
  if (options.json) return printJson({ findings, skipped })
  if (findings.length === 0) print(paint('green', 'All is well.'))
  for (const [i, { problem, because, remedy }] of findings.entries()) {
    print(`${i === 0 ? '' : '\n'}${paint(i === 0 ? 'red' : 'yellow', `${i + 1}.`)} ${paint('bold', problem)}`)
    for (const text of because) print(`   ${paint('dim', text)}`)
    print(`   ${paint('green', '→')} ${remedy}`)
  }
  if (skipped.length > 0) print(paint('dim', `\nNot looked at, because this engine cannot tell: ${skipped.map(({ diagnosis }) => diagnosis).join(', ')}.`))
}

async function examined(options: DoctorOptions): Promise<Examined> {
  // Where a container is gone, all that the others could find wrong comes from that.
  const gone = options.endpoint === undefined ? await containerFindings() : []
  if (gone.length > 0) return { findings: gone, skipped: [] }
  const target = await findTarget(options).catch(async (error: unknown) => {
    if (!(error instanceof UserError) || error.exitCode !== EXIT.notStarted) throw error
    const known = readSession()
    if (process.env['SANDBOX_ENGINE'] === 'aws' || known?.engine === 'aws') throw error
    const url = options.endpoint ?? process.env['SANDBOX_ENDPOINT'] ?? known?.endpoints.edge ?? `http://127.0.0.1:${DEFAULT_PORT}`
    return engineAway(url, known?.engine)
  })
  if (!('clients' in target)) return { findings: [target], skipped: [] }
  try {
    return await examine(new Patient(target, options.token))
  } finally {
    await target.clients.destroy()
  }
}

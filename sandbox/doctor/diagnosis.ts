import type { Patient } from './patient.ts'

/** Something that is wrong, and what to do about it. */
export interface Finding {
  /** How likely it is what a person came for: 100 explains all by itself, 10 may be of no matter. */
  readonly weight: number
  /** What is wrong, in one sentence. */
  readonly problem: string
  /** What says so. */
  readonly because: readonly string[]
  /** What to do, in one sentence or as a command. */
  readonly remedy: string
}

/** Looks for one kind of trouble by asking the engine like every client, and finds nothing where all is well. */
export interface Diagnosis {
  readonly name: string
  examine(patient: Patient): Promise<readonly Finding[]>
}

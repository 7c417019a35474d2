import type { Diagnosis } from '../diagnosis.ts'
import { lastFailure, type FunctionFailure } from '../function-errors.ts'
import type { StackFunction } from '../patient.ts'

/** A function whose last invocation crashed, ran out of time, or never got as far as its handler. */
export const functionFails: Diagnosis = {
  name: 'function-fails',
  async examine(patient) {
    const [functions, logs] = await Promise.all([patient.functions(), patient.logs()])
    return functions.flatMap((found) => {
      const failure = found.configuration && lastFailure(logs, found.name)
      // What a policy refuses is told by another diagnosis, which names the policy.
      if (!failure || /is not authorized to perform|AccessDenied/.test(failure.text)) return []
      const { problem, remedy } = SENTENCES[failure.kind](found)
      return [{ weight: 85, problem, because: [failure.text], remedy: `${remedy} Its lines: sandbox logs ${found.name}` }]
    })
  },
}

type Sentences = (found: StackFunction) => { readonly problem: string; readonly remedy: string }

const SENTENCES: Readonly<Record<FunctionFailure['kind'], Sentences>> = {
  timeout: ({ name, configuration }) => ({
    problem: `${name} ran out of its time of ${configuration?.Timeout} s.`,
    remedy: `Find what it waits for, or give it more: aws lambda update-function-configuration --function-name ${name} --timeout 30.`,
  }),
  handler: ({ name, configuration }) => ({
    problem: `${name} has no handler ${configuration?.Handler}.`,
    remedy: 'Handler is <file without its extension>.<exported name>: correct it in the template, or export that name.',
  }),
  import: ({ name }) => ({ problem: `${name} cannot be loaded: a module that it imports is not there.`, remedy: 'Bundle the module with the function, or add it to a layer.' }),
  exit: ({ name }) => ({ problem: `The process of ${name} ended by itself in the middle of an invocation.`, remedy: 'Look for process.exit, for memory that runs out, or for a crash in native code.' }),
  init: ({ name }) => ({ problem: `${name} fails while it is being initialised, before its handler is called.`, remedy: 'Look at the code outside the handler.' }),
  error: ({ name }) => ({ problem: `${name} throws.`, remedy: 'Mend the function.' }),
}

import type { Bench } from '../bench.ts'
import { configure, runBefore } from '../function-code.ts'
import { inTurn, shell, type Lab } from '../lab.ts'
import { logsOf, sendAFile } from '../texts.ts'

/** API Gateway waits no longer for a function behind an HTTP API. */
const API_WAITS_S = 30

export const lab: Lab = {
  name: 'function-timeout',
  title: 'Slow, and then nothing',
  minutes: 10,
  story: (names) => `Every upload takes a second and then fails with 500 or 503. Since last week each file is looked at by a virus scanner, which the upload function waits for; that takes about a second and a half and cannot be made faster.\n\n${sendAFile(names)}\n\nMake uploads work again. Somebody who waits at the API must get an answer from the function in every case, also when the scanner hangs.`,
  hints: (names) => [
    `What does the function's log say at the end of an invocation?\n\n${shell(logsOf(names.uploadFunction))}`,
    shell(`aws lambda get-function-configuration --function-name ${names.uploadFunction} --query '[Timeout,MemorySize]'`),
    `More time than the work takes, and less than the caller waits: an HTTP API gives up after ${API_WAITS_S} seconds, and what the function does then nobody hears of.`,
  ],
  solution: ({ uploadFunction }) => shell(`aws lambda update-function-configuration --function-name ${uploadFunction} --timeout 10`),
  async setup(bench) {
    await runBefore(bench, bench.names.uploadFunction, '  await new Promise((resolve) => setTimeout(resolve, 1500)) // the scanner')
    await configure(bench, bench.names.uploadFunction, { Timeout: 1 })
  },
  check: (bench) => inTurn(() => timeoutProblems(bench), () => bench.gate.problems(bench.memo['issuer']!), () => bench.endToEnd()),
  solve: (bench) => configure(bench, bench.names.uploadFunction, { Timeout: 10 }),
  wrongFixes: [
    { name: 'the longest there is', apply: (bench) => configure(bench, bench.names.uploadFunction, { Timeout: 900 }) },
    { name: 'as long as the API waits', apply: (bench) => configure(bench, bench.names.uploadFunction, { Timeout: API_WAITS_S }) },
    { name: 'no longer than before', apply: (bench) => configure(bench, bench.names.uploadFunction, { Timeout: 1, variables: { SCANNER: 'off' } }) },
  ],
}

async function timeoutProblems({ clients, names }: Bench): Promise<string[]> {
  const { GetFunctionConfigurationCommand } = await import('@aws-sdk/client-lambda')
  const { Timeout = 0 } = await (await clients.lambda()).send(new GetFunctionConfigurationCommand({ FunctionName: names.uploadFunction }))
  if (Timeout <= 1) return [`${names.uploadFunction} has ${Timeout} second, and the scanner alone takes longer.`]
  return Timeout < API_WAITS_S ? [] : [`${names.uploadFunction} has ${Timeout} seconds, and the HTTP API gives up after ${API_WAITS_S}: its caller would not hear of a function that hangs.`]
}

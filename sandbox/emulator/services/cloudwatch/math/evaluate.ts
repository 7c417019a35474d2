import { FUNCTIONS, LINEAR, operate, REPEAT, type Span } from './functions.ts'
import { MathError, type Node } from './parse.ts'
import { eachNumber, isList, type Series, type Value } from './values.ts'

/** What an expression can refer to. */
export interface Surroundings {
  readonly span: Span
  /** The value of the query with that id; throws `MathError` where there is none. */
  query(id: string): Value
  /** All queries for metrics whose ids contain `part`. */
  metrics(part: string): readonly Series[]
}

/** Computes an expression; throws `MathError`. */
export function evaluate(node: Node, around: Surroundings): Value {
  switch (node.kind) {
    case 'number':
      return node.value
    case 'text':
      throw new MathError(`Unexpected text "${node.value}"`)
    case 'name':
      return node.name === 'REPEAT' ? REPEAT : node.name === 'LINEAR' ? LINEAR : around.query(node.name)
    case 'list':
      return node.items.flatMap((item) => seriesOf(evaluate(item, around)))
    case 'negate':
      return eachNumber(evaluate(node.of, around), (number) => -number)
    case 'binary':
      return operate(node.operator, evaluate(node.left, around), evaluate(node.right, around))
    case 'call':
      return call(node.name, node.args, around)
  }
}

/** Functions of AWS that answer with something else than arithmetic on the request's own queries. */
export const ELSEWHERE = ['SEARCH', 'ANOMALY_DETECTION_BAND', 'INSIGHT_RULE_METRIC', 'SERVICE_QUOTA', 'DB_PERF_INSIGHTS', 'LAMBDA', 'SLICE', 'SORT', 'EPOCH', 'MINUTE', 'HOUR', 'DAY', 'DATE', 'MONTH', 'YEAR', 'REMOVE_EMPTY', 'TIMESTAMP']

/** The function that this emulator lacks, where an expression calls one. */
export function missingFunction(node: Node): string | undefined {
  switch (node.kind) {
    case 'call':
      return ELSEWHERE.includes(node.name) ? node.name : firstOf(node.args)
    case 'list':
      return firstOf(node.items)
    case 'negate':
      return missingFunction(node.of)
    case 'binary':
      return firstOf([node.left, node.right])
    default:
      return undefined
  }
}

function firstOf(nodes: readonly Node[]): string | undefined {
  for (const node of nodes) {
    const found = missingFunction(node)
    if (found !== undefined) return found
  }
  return undefined
}

function call(name: string, args: readonly Node[], around: Surroundings): Value {
  if (name === 'METRICS') {
    const [part] = args
    if (part !== undefined && part.kind !== 'text') throw new MathError('METRICS takes a text')
    return around.metrics(part?.value ?? '')
  }
  const known = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined
  if (!known) throw new MathError(`Unknown function ${name}`)
  return known(args.map((arg) => evaluate(arg, around)), around.span)
}

function seriesOf(value: Value): readonly Series[] {
  if (typeof value === 'number') throw new MathError('A list holds time series')
  return isList(value) ? value : [value]
}

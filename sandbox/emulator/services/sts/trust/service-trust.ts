interface Statement {
  readonly Effect?: string
  readonly Action?: string | readonly string[]
  readonly Principal?: string | Readonly<Record<string, string | readonly string[]>>
}

/**
 * Whether a trust policy (JSON) lets an AWS service (`lambda.amazonaws.com`) assume its role. Conditions are not
 * looked at.
 */
export function trustsService(trustPolicy: string, service: string): boolean {
  const { Statement: statements } = JSON.parse(trustPolicy) as { Statement: Statement | Statement[] }
  const matching = list(statements).filter((statement) => allowsAssuming(statement) && names(statement, service))
  return matching.some(({ Effect }) => Effect === 'Allow') && !matching.some(({ Effect }) => Effect === 'Deny')
}

const list = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly T[]) : [value as T]

const allowsAssuming = ({ Action: action }: Statement) =>
  list(action).some((text) => ['sts:assumerole', 'sts:assumerole*', 'sts:*', '*'].includes(text.toLowerCase()))

function names({ Principal: principal }: Statement, service: string): boolean {
  if (principal === undefined || typeof principal === 'string') return principal === '*'
  return list(principal['Service']).includes(service)
}

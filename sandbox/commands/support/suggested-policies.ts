import { statementLines } from '../../template/index.ts'
import { asJson, expressArn, type Place } from './express-arn.ts'
import type { ReviewedRole, Statement } from './iam-answers.ts'
import { dependentsOf, roleId, statementText, type TemplateAtHand } from './policy-patch.ts'

/** What to know of one role beside its policy. */
export interface Suggestion {
  readonly role: string
  /** In the template; absent where it is not from there. */
  readonly logicalId?: string
  readonly policyName: string
  readonly statements: readonly Statement[]
  /** Words of the role's statements that nothing was done by. */
  readonly unused: readonly string[]
  /** ARNs of managed policies, which are needless beside the suggested one. */
  readonly managed: readonly string[]
}

export function suggestionFor(reviewed: ReviewedRole, at: TemplateAtHand | undefined): Suggestion {
  const { role, suggested, statements } = reviewed
  const logicalId = at && roleId(at.place, role)
  const inline = statements.find(({ policyArn }) => policyArn === undefined)
  return {
    role,
    ...(logicalId === undefined ? {} : { logicalId }),
    policyName: inline?.policy.slice(`role_${role}_`.length) ?? 'used',
    statements: suggested,
    unused: [...new Set(statements.flatMap(({ unusedActions }) => unusedActions))],
    managed: [...new Set(statements.flatMap(({ policyArn }) => policyArn ?? []))],
  }
}

/** As a part of a template: `Resources`, with nothing but the roles' `Policies`. */
export function asTemplate(suggestions: readonly Suggestion[], at: TemplateAtHand | undefined): string {
  const withSome = suggestions.filter(({ statements }) => statements.length > 0)
  const lines = withSome.flatMap((one) => [
    ...remarks(one).map((line) => `  # ${line}`),
    `  ${one.logicalId ?? one.role}:`,
    '    Properties:',
    '      Policies:',
    `        - PolicyName: ${one.policyName}`,
    '          PolicyDocument:',
    `            Version: '2012-10-17'`,
    '            Statement:',
    ...one.statements.flatMap((statement) => statementLines(statementText(statement, at?.place, avoided(one, at)))).map((line) => `              ${line}`),
  ])
  const idle = suggestions.filter(({ statements }) => statements.length === 0).map(({ role }) => `# ${role} was not used.`)
  return [...(lines.length > 0 ? ['Resources:', ...lines] : []), ...idle].join('\n')
}

function remarks({ role, logicalId, unused, managed }: Suggestion): string[] {
  return [
    logicalId === undefined ? `${role} is not from the template.` : role,
    ...(unused.length > 0 ? [`It has and did not use: ${unused.join(', ')}`] : []),
    ...(managed.length > 0 ? [`No longer needed beside this: ${managed.join(', ')}`] : []),
  ]
}

const avoided = ({ logicalId }: Suggestion, at: TemplateAtHand | undefined) => (logicalId !== undefined && at ? dependentsOf(logicalId, at) : new Set<string>())

/** The same as an object with the functions' long form. */
export function asObject(suggestions: readonly Suggestion[], at: TemplateAtHand | undefined): object {
  const roles = suggestions.map((one) => {
    const place: Place | undefined = at?.place
    const express = (arn: unknown) => asJson(expressArn(String(arn), place, avoided(one, at)))
    const statement = ({ Resource, ...rest }: Statement) => ({ ...rest, Resource: Array.isArray(Resource) ? Resource.map(express) : express(Resource) })
    const { role, logicalId, policyName, statements, unused, managed } = one
    const PolicyDocument = { Version: '2012-10-17', Statement: statements.map(statement) }
    return [logicalId ?? role, { role, unused, managed, Policies: statements.length > 0 ? [{ PolicyName: policyName, PolicyDocument }] : [] }] as const
  })
  return Object.fromEntries(roles)
}

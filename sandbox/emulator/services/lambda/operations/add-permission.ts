import type { AddPermissionCommandInput, AddPermissionCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { conflict } from '../errors.ts'
import { namedArn, QUALIFIED_NAME, QUALIFIER } from '../function-name.ts'
import { policyOf, statementFrom } from '../policy.ts'
import { checkRevision, findFunction, policies, scopeOf } from '../state.ts'

export const AddPermission = operation<AddPermissionCommandInput, AddPermissionCommandOutput>({
  action: 'lambda:AddPermission',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!, input.Qualifier),
  limits: {
    FunctionName: QUALIFIED_NAME,
    Qualifier: QUALIFIER,
    StatementId: { min: 1, max: 100, pattern: '([a-zA-Z0-9-_]+)' },
    Action: { pattern: '(lambda:[*]|lambda:[a-zA-Z]+|[*])' },
    Principal: { pattern: '[^\\s]+' },
    SourceAccount: { max: 12, pattern: '\\d{12}' },
    EventSourceToken: { max: 256, pattern: '[a-zA-Z0-9._\\-]+' },
    PrincipalOrgID: { min: 12, max: 34, pattern: 'o-[a-z0-9]{10,32}' },
  },
  handle(input, ctx) {
    const found = findFunction(ctx, input.FunctionName!, input.Qualifier)
    const policy = policyOf(ctx, found)
    if (policy) checkRevision(policy, input.RevisionId)
    const statement = statementFrom(input, found)
    if (policy?.statements.some(({ Sid }) => Sid === statement.Sid))
      throw conflict(
        `The statement id (${statement.Sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
      )
    const statements = [...(policy?.statements ?? []), statement]
    policies(scopeOf(ctx, found)).put(found.name, { revisionId: ctx.ids.uuid(), statements })
    return { Statement: JSON.stringify(statement) }
  },
})

import type { AddPermissionCommandInput, AddPermissionCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { invalidParameter, statementExists } from '../errors.ts'
import { givenQualifier, namedArn, QUALIFIED_NAME, QUALIFIER } from '../function-name.ts'
import { policyOf, statementFrom } from '../policy.ts'
import { checkRevision, findFunction, LATEST, policies, qualifiedKey, scopeOf } from '../state.ts'

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
    const qualifier = givenQualifier(ctx, input.FunctionName!, input.Qualifier)
    if (qualifier === LATEST) throw invalidParameter('We currently do not support adding policies for $LATEST.')
    const policy = policyOf(ctx, found, qualifier)
    if (policy) checkRevision(policy, input.RevisionId)
    const statement = statementFrom(input, found, qualifier)
    if (policy?.statements.some(({ Sid }) => Sid === statement.Sid))
      throw statementExists(statement.Sid)
    const statements = [...(policy?.statements ?? []), statement]
    policies(scopeOf(ctx, found)).put(qualifiedKey(found.name, qualifier), { revisionId: ctx.ids.uuid(), statements })
    return { Statement: JSON.stringify(statement) }
  },
})

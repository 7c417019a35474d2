import type { RemovePermissionCommandInput, RemovePermissionCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { notFound } from '../errors.ts'
import { givenQualifier, namedArn, QUALIFIED_NAME, QUALIFIER } from '../function-name.ts'
import { NO_POLICY, policyOf } from '../policy.ts'
import { checkRevision, findFunction, policies, qualifiedKey, scopeOf } from '../state.ts'

export const RemovePermission = operation<RemovePermissionCommandInput, RemovePermissionCommandOutput>({
  action: 'lambda:RemovePermission',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!, input.Qualifier),
  limits: {
    FunctionName: QUALIFIED_NAME,
    Qualifier: QUALIFIER,
    StatementId: { min: 1, max: 100, pattern: '([a-zA-Z0-9-_.]+)' },
  },
  handle(input, ctx) {
    const found = findFunction(ctx, input.FunctionName!, input.Qualifier)
    const qualifier = givenQualifier(ctx, input.FunctionName!, input.Qualifier)
    const policy = policyOf(ctx, found, qualifier)
    if (!policy) throw notFound(NO_POLICY)
    checkRevision(policy, input.RevisionId)
    const statements = policy.statements.filter(({ Sid }) => Sid !== input.StatementId)
    if (statements.length === policy.statements.length)
      throw notFound(`Statement ${input.StatementId} is not found in resource policy.`)
    const table = policies(scopeOf(ctx, found))
    if (statements.length === 0) table.delete(qualifiedKey(found.name, qualifier))
    else table.put(qualifiedKey(found.name, qualifier), { revisionId: ctx.ids.uuid(), statements })
    return {}
  },
})

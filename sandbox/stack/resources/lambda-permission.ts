import { pick, text, type ResourceHandler } from '../resource.ts'

export const permission: ResourceHandler = {
  type: 'AWS::Lambda::Permission',
  async ensure(resource, stack) {
    const { AddPermissionCommand } = await import('@aws-sdk/client-lambda')
    const lambda = await stack.clients.lambda()
    const StatementId = `${stack.stackName}-${resource.logicalId}`
    try {
      await lambda.send(
        new AddPermissionCommand({
          StatementId,
          FunctionName: text(resource, 'FunctionName'),
          Action: text(resource, 'Action'),
          Principal: text(resource, 'Principal'),
          ...pick(resource.properties, ['SourceArn', 'SourceAccount', 'EventSourceToken', 'PrincipalOrgID', 'FunctionUrlAuthType', 'InvokedViaFunctionUrl']),
        }),
      )
      return { ref: StatementId, attributes: { Id: StatementId }, action: 'created' }
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'ResourceConflictException') throw error
      return { ref: StatementId, attributes: { Id: StatementId }, action: 'unchanged' }
    }
  },
}

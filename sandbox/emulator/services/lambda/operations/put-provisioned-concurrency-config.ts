import type { PutProvisionedConcurrencyConfigCommandInput, PutProvisionedConcurrencyConfigCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { FUNCTION_NAME, namedArn, QUALIFIER } from '../function-name.ts'
import { provisionedPlace, provisionedView } from '../provisioned.ts'

export const PutProvisionedConcurrencyConfig = operation<
  PutProvisionedConcurrencyConfigCommandInput,
  PutProvisionedConcurrencyConfigCommandOutput
>({
  action: 'lambda:PutProvisionedConcurrencyConfig',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!, input.Qualifier),
  limits: { FunctionName: FUNCTION_NAME, Qualifier: QUALIFIER, ProvisionedConcurrentExecutions: { minValue: 1 } },
  storedOnly: true,
  handle(input, ctx) {
    const { table, key, arn } = provisionedPlace(ctx, input)
    const put = table.put(key, { functionArn: arn, count: input.ProvisionedConcurrentExecutions!, lastModified: ctx.now })
    const { AvailableProvisionedConcurrentExecutions: _, ...shown } = provisionedView(put)
    return { ...shown, AllocatedProvisionedConcurrentExecutions: 0, Status: 'IN_PROGRESS' }
  },
})

import type { DeleteProvisionedConcurrencyConfigCommandInput, DeleteProvisionedConcurrencyConfigCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { FUNCTION_NAME, namedArn, QUALIFIER } from '../function-name.ts'
import { provisionedPlace } from '../provisioned.ts'

/** One that is not there is no error. */
export const DeleteProvisionedConcurrencyConfig = operation<
  DeleteProvisionedConcurrencyConfigCommandInput,
  DeleteProvisionedConcurrencyConfigCommandOutput
>({
  action: 'lambda:DeleteProvisionedConcurrencyConfig',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!, input.Qualifier),
  limits: { FunctionName: FUNCTION_NAME, Qualifier: QUALIFIER },
  storedOnly: true,
  handle(input, ctx) {
    const { table, key } = provisionedPlace(ctx, input)
    table.delete(key)
    return {}
  },
})

import type { GetProvisionedConcurrencyConfigCommandInput, GetProvisionedConcurrencyConfigCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { FUNCTION_NAME, namedArn, QUALIFIER } from '../function-name.ts'
import { findProvisioned, provisionedView } from '../provisioned.ts'

export const GetProvisionedConcurrencyConfig = operation<
  GetProvisionedConcurrencyConfigCommandInput,
  GetProvisionedConcurrencyConfigCommandOutput
>({
  action: 'lambda:GetProvisionedConcurrencyConfig',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!, input.Qualifier),
  limits: { FunctionName: FUNCTION_NAME, Qualifier: QUALIFIER },
  storedOnly: true,
  handle: (input, ctx) => provisionedView(findProvisioned(ctx, input)),
})

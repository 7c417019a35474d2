import type { GenerateServiceLastAccessedDetailsCommandInput, GenerateServiceLastAccessedDetailsCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { jobs, servicesLastAccessed } from '../last-accessed.ts'

export const GenerateServiceLastAccessedDetails = operation<GenerateServiceLastAccessedDetailsCommandInput, GenerateServiceLastAccessedDetailsCommandOutput>({
  action: 'iam:GenerateServiceLastAccessedDetails',
  resource: (input) => input.Arn!,
  limits: { Arn: { min: 20, max: 2048 }, Granularity: { enum: ['SERVICE_LEVEL', 'ACTION_LEVEL'] } },
  handle(input, ctx) {
    const services = servicesLastAccessed(ctx, input.Arn!)
    const id = ctx.ids.uuid()
    jobs(ctx).put(id, { id, type: input.Granularity ?? 'SERVICE_LEVEL', at: ctx.now, services })
    return { JobId: id }
  },
})

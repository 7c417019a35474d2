import type { GetServiceLastAccessedDetailsCommandInput, GetServiceLastAccessedDetailsCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { noSuchEntity } from '../errors.ts'
import { jobs } from '../last-accessed.ts'
import { page, PAGE_LIMITS } from '../paging.ts'

export const GetServiceLastAccessedDetails = operation<GetServiceLastAccessedDetailsCommandInput, GetServiceLastAccessedDetailsCommandOutput>({
  action: 'iam:GetServiceLastAccessedDetails',
  resource: '*',
  limits: { ...PAGE_LIMITS, JobId: { min: 36, max: 36 } },
  handle(input, ctx) {
    const job = jobs(ctx).get(input.JobId!)
    if (!job) throw noSuchEntity(`Job with ID ${input.JobId!} cannot be found.`)
    const { items, more } = page(job.services, ({ ServiceNamespace: namespace }) => namespace!, input)
    return {
      JobStatus: 'COMPLETED',
      JobType: job.type,
      JobCreationDate: new Date(job.at),
      JobCompletionDate: new Date(job.at),
      ServicesLastAccessed: items,
      ...more,
    }
  },
})

import type { Service } from '../../kernel/service.ts'
import { query } from '../../protocols/query.ts'
import { sdkSchemas } from '../../protocols/sdk-schemas.ts'
import { takeAnswer } from './answers.ts'
import { CancelUpdateStack } from './operations/cancel-update-stack.ts'
import { ContinueUpdateRollback } from './operations/continue-update-rollback.ts'
import { CreateChangeSet } from './operations/create-change-set.ts'
import { CreateStack } from './operations/create-stack.ts'
import { DeleteChangeSet } from './operations/delete-change-set.ts'
import { DeleteStack } from './operations/delete-stack.ts'
import { DescribeChangeSet } from './operations/describe-change-set.ts'
import { DescribeStackEvents } from './operations/describe-stack-events.ts'
import { DescribeStackResource } from './operations/describe-stack-resource.ts'
import { DescribeStackResources } from './operations/describe-stack-resources.ts'
import { DescribeStacks } from './operations/describe-stacks.ts'
import { ExecuteChangeSet } from './operations/execute-change-set.ts'
import { GetStackPolicy } from './operations/get-stack-policy.ts'
import { GetTemplateSummary } from './operations/get-template-summary.ts'
import { GetTemplate } from './operations/get-template.ts'
import { ListChangeSets } from './operations/list-change-sets.ts'
import { ListExports } from './operations/list-exports.ts'
import { ListImports } from './operations/list-imports.ts'
import { ListStackResources } from './operations/list-stack-resources.ts'
import { ListStacks } from './operations/list-stacks.ts'
import { SetStackPolicy } from './operations/set-stack-policy.ts'
import { UpdateStack } from './operations/update-stack.ts'
import { UpdateTerminationProtection } from './operations/update-termination-protection.ts'
import { ValidateTemplate } from './operations/validate-template.ts'
import { resumeRuns, runsOf } from './runs.ts'
import { takeSignal } from './signals.ts'

const sdk = await sdkSchemas(() => import('@aws-sdk/client-cloudformation/dist-es/schemas/schemas_0.js'))

export const service: Service = {
  name: 'cloudformation',
  protocol: query(sdk, { xmlNamespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/' }),
  validationCode: 'ValidationError',
  operations: {
    CancelUpdateStack,
    ContinueUpdateRollback,
    CreateChangeSet,
    CreateStack,
    DeleteChangeSet,
    DeleteStack,
    DescribeChangeSet,
    DescribeStackEvents,
    DescribeStackResource,
    DescribeStackResources,
    DescribeStacks,
    ExecuteChangeSet,
    GetStackPolicy,
    GetTemplateSummary,
    GetTemplate,
    ListChangeSets,
    ListExports,
    ListImports,
    ListStackResources,
    ListStacks,
    SetStackPolicy,
    UpdateStack,
    UpdateTerminationProtection,
    ValidateTemplate,
  },
  control: async (request, host) => (await takeAnswer(request, host)) ?? takeSignal(request, host),
  resume: resumeRuns,
  reset: (host) => runsOf(host).end(),
  resumeAccount: resumeRuns,
  resetAccount: (host, account) => runsOf(host).end(account),
  stop: (host) => runsOf(host).end(),
}

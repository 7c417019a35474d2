import type { PutUserPermissionsBoundaryCommandInput, PutUserPermissionsBoundaryCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { bounding } from '../boundaries.ts'
import { USER } from '../kinds.ts'

export const PutUserPermissionsBoundary = operation<PutUserPermissionsBoundaryCommandInput, PutUserPermissionsBoundaryCommandOutput>({
  action: 'iam:PutUserPermissionsBoundary',
  ...bounding(USER),
})

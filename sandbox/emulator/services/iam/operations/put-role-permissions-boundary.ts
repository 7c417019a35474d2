import type { PutRolePermissionsBoundaryCommandInput, PutRolePermissionsBoundaryCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { bounding } from '../boundaries.ts'
import { ROLE } from '../kinds.ts'

export const PutRolePermissionsBoundary = operation<PutRolePermissionsBoundaryCommandInput, PutRolePermissionsBoundaryCommandOutput>({
  action: 'iam:PutRolePermissionsBoundary',
  ...bounding(ROLE),
})

import type { DeleteRolePermissionsBoundaryCommandInput, DeleteRolePermissionsBoundaryCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { unbounding } from '../boundaries.ts'
import { ROLE } from '../kinds.ts'

export const DeleteRolePermissionsBoundary = operation<DeleteRolePermissionsBoundaryCommandInput, DeleteRolePermissionsBoundaryCommandOutput>({
  action: 'iam:DeleteRolePermissionsBoundary',
  ...unbounding(ROLE),
})

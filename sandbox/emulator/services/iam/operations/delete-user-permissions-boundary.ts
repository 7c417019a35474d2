import type { DeleteUserPermissionsBoundaryCommandInput, DeleteUserPermissionsBoundaryCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { unbounding } from '../boundaries.ts'
import { USER } from '../kinds.ts'

export const DeleteUserPermissionsBoundary = operation<DeleteUserPermissionsBoundaryCommandInput, DeleteUserPermissionsBoundaryCommandOutput>({
  action: 'iam:DeleteUserPermissionsBoundary',
  ...unbounding(USER),
})

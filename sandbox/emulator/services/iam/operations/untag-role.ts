import type { UntagRoleCommandInput, UntagRoleCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { ROLE } from '../kinds.ts'
import { untagging } from '../tagging.ts'

export const UntagRole = operation<UntagRoleCommandInput, UntagRoleCommandOutput>({
  action: 'iam:UntagRole',
  ...untagging(ROLE),
})

import type { UntagUserCommandInput, UntagUserCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { USER } from '../kinds.ts'
import { untagging } from '../tagging.ts'

export const UntagUser = operation<UntagUserCommandInput, UntagUserCommandOutput>({
  action: 'iam:UntagUser',
  ...untagging(USER),
})

import type { CreateInstanceProfileCommandInput, CreateInstanceProfileCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { addProfile, profileArn, profileView } from '../instance-profiles.ts'
import { checkName, checkPath, newId, wholeSeconds } from '../state.ts'
import { mergeTags, TAGS } from '../tags.ts'

export const CreateInstanceProfile = operation<CreateInstanceProfileCommandInput, CreateInstanceProfileCommandOutput>({
  action: 'iam:CreateInstanceProfile',
  resource: (input, ctx) => profileArn(ctx, input.Path ?? '/', input.InstanceProfileName!),
  limits: { InstanceProfileName: { min: 1, max: 128 }, Path: { min: 1, max: 512 }, Tags: TAGS },
  handle(input, ctx) {
    const [name, path] = [input.InstanceProfileName!, input.Path ?? '/']
    checkName('instanceProfileName', name)
    checkPath(path)
    const profile = addProfile(ctx, {
      name,
      id: newId('AIPA', ctx.ids),
      path,
      arn: profileArn(ctx, path, name),
      createdAt: wholeSeconds(ctx.now),
      tags: mergeTags([], input.Tags ?? []),
    })
    return { InstanceProfile: profileView(ctx, profile) }
  },
})

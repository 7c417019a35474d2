import type { HeadObjectCommandInput, HeadObjectCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { objectArn, requireObject } from '../access.ts'
import { ofVersion } from '../needs.ts'
import { checkReadConditions } from '../objects/conditions.ts'
import { checkCustomerKey } from '../objects/customer-key.ts'
import { describeRead } from '../objects/read.ts'
import { selectRange } from '../objects/selection.ts'

export const HeadObject = operation<HeadObjectCommandInput, HeadObjectCommandOutput>({
  action: 's3:GetObject',
  resource: objectArn,
  needs: ofVersion('GetObject'),
  handle(input, ctx) {
    const object = requireObject(ctx, input)
    checkCustomerKey(object.settings, input)
    checkReadConditions(object, input)
    return describeRead(ctx, input, object, selectRange(object, input))
  },
})

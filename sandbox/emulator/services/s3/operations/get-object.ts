import type { GetObjectCommandInput, GetObjectCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { objectArn, requireObject } from '../access.ts'
import { ofVersion } from '../needs.ts'
import { checkReadable } from '../objects/archive.ts'
import { checkReadConditions } from '../objects/conditions.ts'
import { readContent } from '../objects/content.ts'
import { checkCustomerKey } from '../objects/customer-key.ts'
import { describeRead } from '../objects/read.ts'
import { selectRange } from '../objects/selection.ts'

export const GetObject = operation<GetObjectCommandInput, GetObjectCommandOutput>({
  action: 's3:GetObject',
  resource: objectArn,
  needs: ofVersion('GetObject'),
  handle(input, ctx) {
    const object = requireObject(ctx, input)
    checkCustomerKey(object.settings, input)
    checkReadConditions(object, input)
    checkReadable(ctx, object)
    const selected = selectRange(object, input)
    return {
      ...describeRead(ctx, input, object, selected),
      // The protocol sends whatever Node can; the SDK's type speaks of a client's streams.
      Body: readContent(ctx, object.pieces, selected.range) as never,
    }
  },
})

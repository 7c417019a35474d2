import type {
  PutBucketNotificationConfigurationCommandInput,
  PutBucketNotificationConfigurationCommandOutput,
} from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { configure } from '../state.ts'

export const PutBucketNotificationConfiguration = operation<PutBucketNotificationConfigurationCommandInput, PutBucketNotificationConfigurationCommandOutput>({
  action: 's3:PutBucketNotification',
  resource: bucketArn,
  handle(input, ctx) {
    const { TopicConfigurations, QueueConfigurations, LambdaFunctionConfigurations, EventBridgeConfiguration } =
      input.NotificationConfiguration ?? {}
    const named = <T extends { Id?: string | undefined }>(list: T[] | undefined) =>
      list?.map((item) => ({ ...item, Id: item.Id ?? ctx.ids.uuid() }))
    configure(ctx, requireBucket(ctx, input), 'notification', {
      TopicConfigurations: named(TopicConfigurations),
      QueueConfigurations: named(QueueConfigurations),
      LambdaFunctionConfigurations: named(LambdaFunctionConfigurations),
      EventBridgeConfiguration,
    })
    return {}
  },
})

import type {
  PutBucketNotificationConfigurationCommandInput,
  PutBucketNotificationConfigurationCommandOutput,
} from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { malformedXml } from '../errors.ts'
import { checkDestinations } from '../notify-destinations.ts'
import { readRule, refuseOverlap, type Rule } from '../notify-rules.ts'
import { configure } from '../state.ts'

export const PutBucketNotificationConfiguration = operation<PutBucketNotificationConfigurationCommandInput, PutBucketNotificationConfigurationCommandOutput>({
  action: 's3:PutBucketNotification',
  resource: bucketArn,
  async handle(input, ctx) {
    const bucket = requireBucket(ctx, input)
    const given = input.NotificationConfiguration
    if (!given) throw malformedXml()
    const named = <T extends Rule & { Id?: string | undefined }>(list: T[] | undefined) =>
      list?.map((rule) => ({ ...readRule(rule), Id: rule.Id ?? ctx.ids.uuid() }))
    const configuration = {
      TopicConfigurations: named(given.TopicConfigurations),
      QueueConfigurations: named(given.QueueConfigurations),
      LambdaFunctionConfigurations: named(given.LambdaFunctionConfigurations),
      EventBridgeConfiguration: given.EventBridgeConfiguration,
    }
    const { TopicConfigurations = [], QueueConfigurations = [], LambdaFunctionConfigurations = [] } = configuration
    refuseOverlap([...TopicConfigurations, ...QueueConfigurations, ...LambdaFunctionConfigurations])
    await checkDestinations(ctx, bucket, configuration, input.SkipDestinationValidation === true)
    configure(ctx, requireBucket(ctx, input), 'notification', configuration)
    return {}
  },
})

import type { ResourceDeclaration } from '../parse.ts'
import type { Value, ValueMap } from '../value.ts'
import { isMap, NO_VALUE } from '../value.ts'
import type { BucketNotification } from './build.ts'
import { invalid } from './build.ts'

/**
 * A bucket with the notifications of S3 events. S3 tries the permission when the notification is set, so the bucket has
 * to come after it: by DependsOn, or where the permission is conditional by a tag, as a DependsOn cannot be.
 */
export function withNotifications(id: string, bucket: ResourceDeclaration, notifications: readonly BucketNotification[]): ResourceDeclaration {
  const properties = bucket.Properties ?? {}
  const configuration = properties['NotificationConfiguration'] ?? {}
  if (!isMap(configuration)) return invalid(id, "'NotificationConfiguration' must be a map.", 'NotificationConfiguration')
  const existing = configuration['LambdaConfigurations'] ?? []
  if (!Array.isArray(existing)) return invalid(id, 'Invalid type for LambdaConfigurations. Must be a list.', 'NotificationConfiguration')
  const added = notifications.flatMap(({ condition, configurations }) => configurations.map((item) => when(condition, item, NO_VALUE)))
  const tags = notifications.flatMap(({ condition, permissionId }) =>
    condition === undefined ? [] : [{ Key: `sam:ConditionalDependsOn:${permissionId}`, Value: when(condition, { Ref: permissionId }, 'no dependency') }],
  )
  const permissions = notifications.filter(({ condition }) => condition === undefined).map(({ permissionId }) => permissionId)
  const dependsOn = [...new Set([...(bucket.DependsOn ?? []), ...permissions])]
  const changed: ValueMap = { ...properties, NotificationConfiguration: { ...configuration, LambdaConfigurations: [...existing, ...added] } }
  if (tags.length > 0) changed['Tags'] = [...(Array.isArray(properties['Tags']) ? properties['Tags'] : []), ...tags]
  return { ...bucket, ...(dependsOn.length > 0 && { DependsOn: dependsOn }), Properties: changed }
}

function when(condition: string | undefined, value: Value, otherwise: Value): Value {
  return condition === undefined ? value : { 'Fn::If': [condition, value, otherwise] }
}

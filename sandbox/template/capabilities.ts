import type { TemplateResource } from './load.ts'

/** Whether deploying this template needs `CAPABILITY_IAM` (or `_NAMED_IAM`): it makes roles, policies, users or groups. */
export function capabilitiesOf(resources: readonly TemplateResource[]): ('CAPABILITY_IAM' | 'CAPABILITY_NAMED_IAM')[] {
  const iam = resources.filter(({ type }) => type.startsWith('AWS::IAM::'))
  if (iam.length === 0) return []
  const isNamed = iam.some(({ type, properties }) => ['RoleName', 'UserName', 'GroupName', 'ManagedPolicyName'].some((name) => name in properties && type !== 'AWS::IAM::Policy'))
  return isNamed ? ['CAPABILITY_NAMED_IAM'] : ['CAPABILITY_IAM']
}

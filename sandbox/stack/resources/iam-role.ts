import type { IAMClient } from '@aws-sdk/client-iam'
import { ifFound, physicalName, pick, type PlannedResource, type ResourceHandler } from '../resource.ts'

export const role: ResourceHandler = {
  type: 'AWS::IAM::Role',
  async ensure(resource, stack) {
    const { CreateRoleCommand, GetRoleCommand, UpdateAssumeRolePolicyCommand } = await import('@aws-sdk/client-iam')
    const iam = await stack.clients.iam()
    const RoleName = physicalName(resource, 'RoleName', stack)
    const trust = JSON.stringify(resource.properties['AssumeRolePolicyDocument'])
    const find = () => iam.send(new GetRoleCommand({ RoleName }))
    const existing = await ifFound(find, 'NoSuchEntityException', 'NoSuchEntity')
    if (existing) await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: trust }))
    else {
      const extra = pick(resource.properties, ['Path', 'Description', 'MaxSessionDuration', 'PermissionsBoundary'])
      await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust, ...extra }))
    }
    const { Arn, RoleId } = (existing ?? (await find())).Role!
    await putPolicies(iam, RoleName, resource)
    return { ref: RoleName, attributes: { Arn: Arn!, RoleId: RoleId! }, action: existing ? 'unchanged' : 'created' }
  },
}

async function putPolicies(iam: IAMClient, RoleName: string, { properties }: PlannedResource): Promise<void> {
  const { AttachRolePolicyCommand, PutRolePolicyCommand } = await import('@aws-sdk/client-iam')
  const inline = (properties['Policies'] ?? []) as { PolicyName: string; PolicyDocument: unknown }[]
  for (const { PolicyName, PolicyDocument } of inline)
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: JSON.stringify(PolicyDocument) }))
  for (const PolicyArn of (properties['ManagedPolicyArns'] ?? []) as string[])
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }))
}

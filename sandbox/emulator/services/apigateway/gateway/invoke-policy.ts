import type { SimulateCustomPolicyRequest, SimulatePolicyResponse } from '@aws-sdk/client-iam'
import { rootPrincipal } from '../../../kernel/context.ts'
import type { Call } from './call.ts'
import { sourceIp } from './request-parts.ts'

type Asked = Pick<Call, 'account' | 'host' | 'now' | 'region' | 'request'>

/** Whether a Lambda authorizer's policy (JSON) lets `execute-api:Invoke` on `arn` through; rejects where it is no policy. */
export async function allows(call: Asked, policy: string, arn: string): Promise<boolean> {
  return (await decides(call, policy, arn)) === 'allowed'
}

/** What the policy says of it, as `allows`. */
export async function decides(call: Asked, policy: string, arn: string): Promise<'allowed' | 'explicitDeny' | 'implicitDeny'> {
  const input: SimulateCustomPolicyRequest = {
    PolicyInputList: [policy],
    ActionNames: ['execute-api:Invoke'],
    ResourceArns: [arn],
    ContextEntries: contextOf(call),
  }
  const caller = { principal: rootPrincipal(call.account), region: call.region }
  const { EvaluationResults } = await call.host.call<SimulatePolicyResponse>(caller, 'iam', 'SimulateCustomPolicy', input)
  return EvaluationResults?.[0]?.EvalDecision ?? 'implicitDeny'
}

function contextOf({ request, now }: Asked): SimulateCustomPolicyRequest['ContextEntries'] {
  const agent = request.headers['user-agent']
  return [
    { ContextKeyName: 'aws:SourceIp', ContextKeyType: 'ip', ContextKeyValues: [sourceIp(request)] },
    { ContextKeyName: 'aws:CurrentTime', ContextKeyType: 'date', ContextKeyValues: [new Date(now).toISOString()] },
    ...(agent === undefined ? [] : [{ ContextKeyName: 'aws:UserAgent', ContextKeyType: 'string' as const, ContextKeyValues: [agent] }]),
  ]
}

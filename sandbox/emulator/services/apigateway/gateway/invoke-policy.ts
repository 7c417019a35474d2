import type { SimulateCustomPolicyRequest, SimulatePolicyResponse } from '@aws-sdk/client-iam'
import { rootPrincipal } from '../../../kernel/context.ts'
import type { Call } from './call.ts'
import { sourceIp } from './request-parts.ts'

/** Whether a Lambda authorizer's policy (JSON) lets `execute-api:Invoke` on `arn` through; rejects where it is no policy. */
export async function allows(call: Call, policy: string, arn: string): Promise<boolean> {
  const input: SimulateCustomPolicyRequest = {
    PolicyInputList: [policy],
    ActionNames: ['execute-api:Invoke'],
    ResourceArns: [arn],
    ContextEntries: contextOf(call),
  }
  const caller = { principal: rootPrincipal(call.account), region: call.region }
  const { EvaluationResults } = await call.host.call<SimulatePolicyResponse>(caller, 'iam', 'SimulateCustomPolicy', input)
  return EvaluationResults?.[0]?.EvalDecision === 'allowed'
}

function contextOf({ request, now }: Call): SimulateCustomPolicyRequest['ContextEntries'] {
  const agent = request.headers['user-agent']
  return [
    { ContextKeyName: 'aws:SourceIp', ContextKeyType: 'ip', ContextKeyValues: [sourceIp(request)] },
    { ContextKeyName: 'aws:CurrentTime', ContextKeyType: 'date', ContextKeyValues: [new Date(now).toISOString()] },
    ...(agent === undefined ? [] : [{ ContextKeyName: 'aws:UserAgent', ContextKeyType: 'string' as const, ContextKeyValues: [agent] }]),
  ]
}

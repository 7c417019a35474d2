import type { Diagnosis, Finding } from '../diagnosis.ts'

/** A JWT authorizer that asks for another issuer or audience than the stack's user pool gives. */
export const authorizerMismatch: Diagnosis = {
  name: 'authorizer-mismatch',
  async examine(patient) {
    const { stack, clients } = patient.target
    const { UserPoolId, UserPoolClientId } = stack.outputs
    if (UserPoolId === undefined || UserPoolClientId === undefined) return []
    const { GetAuthorizersCommand } = await import('@aws-sdk/client-apigatewayv2')
    const apis = Object.values(stack.resources).filter(({ type }) => type === 'AWS::ApiGatewayV2::Api')
    const findings: Finding[] = []
    for (const { ref } of apis) {
      const { Items = [] } = await (await clients.apigateway()).send(new GetAuthorizersCommand({ ApiId: ref }))
      for (const { Name, AuthorizerId, AuthorizerType, JwtConfiguration } of Items) {
        if (AuthorizerType !== 'JWT') continue
        const update = `aws apigatewayv2 update-authorizer --api-id ${ref} --authorizer-id ${AuthorizerId} --jwt-configuration`
        const { Issuer = '', Audience = [] } = JwtConfiguration ?? {}
        const right = Issuer.replace(/[^/]*$/, UserPoolId)
        if (!Issuer.endsWith(`/${UserPoolId}`))
          findings.push({
            weight: 98,
            problem: `The authorizer ${Name} takes tokens of the issuer ${Issuer} alone, and the stack's user pool is ${UserPoolId}.`,
            because: ['A token whose iss is another is answered with 401.'],
            remedy: `${update} Issuer=${right},Audience=${Audience.join(',')}`,
          })
        if (!Audience.includes(UserPoolClientId))
          findings.push({
            weight: 98,
            problem: `The authorizer ${Name} takes tokens for the audience ${Audience.join(', ') || 'nobody'} alone, and the stack's client is ${UserPoolClientId}.`,
            because: ['A token whose aud, or else client_id, is another is answered with 401.'],
            remedy: `${update} Issuer=${Issuer},Audience=${UserPoolClientId}`,
          })
      }
    }
    return findings
  },
}

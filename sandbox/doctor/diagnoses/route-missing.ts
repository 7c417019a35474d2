import type { Diagnosis } from '../diagnosis.ts'

/** Requests for a route that the API does not have. */
export const routeMissing: Diagnosis = {
  name: 'route-missing',
  async examine(patient) {
    const { GetRoutesCommand } = await import('@aws-sdk/client-apigatewayv2')
    const apis = Object.entries(patient.target.stack.resources).filter(([, { type }]) => type === 'AWS::ApiGatewayV2::Api')
    const findings = []
    for (const [logicalId, { ref }] of apis) {
      const { Items = [] } = await (await patient.target.clients.apigateway()).send(new GetRoutesCommand({ ApiId: ref }))
      const routes = Items.map(({ RouteKey }) => RouteKey!)
      if (routes.some((key) => key === '$default' || /^(?:POST|ANY) \/uploads$/.test(key))) continue
      findings.push({
        weight: 93,
        problem: `The API ${logicalId} has no route POST /uploads.`,
        because: [routes.length === 0 ? 'It has no routes at all.' : `It has ${routes.join(', ')}.`],
        remedy: 'Give a function the event HttpApi with that path in the template and run "sandbox seed".',
      })
    }
    return findings
  },
}

import type { Bench } from '../bench.ts'
import { inTurn, shell, type Lab } from '../lab.ts'
import { sendAFile } from '../texts.ts'

const SCOPE = 'aws.cognito.signin.user.admin'

export const lab: Lab = {
  name: 'missing-scope',
  title: 'Signed in, and still forbidden',
  minutes: 10,
  story: (names) => `To keep ID tokens out of the API, somebody has made the route ask for a scope, which access tokens have and ID tokens have not. Now it is 403 for everybody, and not 401 as it used to be when something was wrong with a token:\n\n${sendAFile(names)}\n\nLet access tokens in. ID tokens are to be refused, as was meant.`,
  hints: ({ apiId }) => [
    '401 means "I do not know you", 403 "I know you, and you may not". The header `www-authenticate` names what is missing.',
    `Which scopes has the token? Decode its middle part and look at \`scope\`. Which does the route want?\n\n${shell(`aws apigatewayv2 get-routes --api-id ${apiId} --query 'Items[].[RouteKey,AuthorizationScopes]'`)}`,
    `Who signs in with a password through the API gets the scope \`${SCOPE}\` and no other. One of the route's scopes is enough.`,
  ],
  solution: ({ apiId }) =>
    shell(
      `ROUTE=$(aws apigatewayv2 get-routes --api-id ${apiId} --query "Items[?RouteKey=='POST /uploads'].RouteId" --output text)`,
      `aws apigatewayv2 update-route --api-id ${apiId} --route-id $ROUTE --authorization-scopes ${SCOPE}`,
    ),
  setup: (bench) => bench.gate.setRoute({ AuthorizationScopes: ['uploads/write'] }),
  check: (bench) => inTurn(() => bench.gate.problems(bench.memo['issuer']!), () => asksForScope(bench), () => bench.endToEnd(), () => refusesIdTokens(bench)),
  solve: (bench) => bench.gate.setRoute({ AuthorizationScopes: [SCOPE] }),
  wrongFixes: [
    { name: 'open the route', apply: (bench) => bench.gate.open() },
    { name: 'ask for no scope', apply: (bench) => bench.gate.setRoute({ AuthorizationScopes: [] }) },
    { name: 'ask for a scope of ID tokens', apply: (bench) => bench.gate.setRoute({ AuthorizationScopes: ['openid', 'email'] }) },
  ],
}

async function asksForScope({ gate }: Bench): Promise<string[]> {
  const { AuthorizationScopes = [] } = await gate.route()
  return AuthorizationScopes.length > 0 ? [] : ['The route asks for no scope any more, so that ID tokens are taken too.']
}

async function refusesIdTokens(bench: Bench): Promise<string[]> {
  const { status } = await bench.post(await bench.token('id'))
  return status === 403 || status === 401 ? [] : [`An upload with an ID token is answered with ${status}: it should be refused.`]
}

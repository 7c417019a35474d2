import { inTurn, shell, type Lab } from '../lab.ts'
import { issuerOf, sendAFile, updateAuthorizer } from '../texts.ts'

const STRANGER = 'somebody-elses-client'

export const lab: Lab = {
  name: 'wrong-audience',
  title: 'The right users, the wrong application',
  minutes: 10,
  story: (names) => `Uploads are answered with 401, from one minute to the next, for all users:\n\n${sendAFile(names)}\n\nThe user pool is the right one, says the team that runs it. A colleague adds: "I took the API's settings from our other project, that must have been right."\n\nLet this application's users in again, and nobody else's.`,
  hints: ({ apiId }) => [
    'The header `www-authenticate` of the answer says which claim of the token does not fit.',
    `An access token of Cognito carries its client in \`client_id\`. Compare it with what the authorizer expects:\n\n${shell(`aws apigatewayv2 get-authorizers --api-id ${apiId} --query 'Items[].JwtConfiguration'`)}`,
    'The audience is to be the client id of this application, and that alone. `update-authorizer --jwt-configuration` wants the issuer again too.',
  ],
  solution: (names) => updateAuthorizer(names, issuerOf(names)),
  setup: (bench) => bench.gate.setJwt({ Audience: [STRANGER] }),
  check: (bench) => inTurn(() => bench.gate.problems(bench.memo['issuer']!), () => bench.endToEnd()),
  solve: (bench) => bench.gate.setJwt({ Audience: [bench.names.clientId] }),
  wrongFixes: [
    { name: 'open the route', apply: (bench) => bench.gate.open() },
    { name: 'take both audiences', apply: (bench) => bench.gate.setJwt({ Audience: [STRANGER, bench.names.clientId] }) },
  ],
}

import { inTurn, shell, type Lab } from '../lab.ts'
import { issuerOf, sendAFile, updateAuthorizer } from '../texts.ts'

const other = (issuer: string) => `${issuer.slice(0, issuer.lastIndexOf('_'))}_Other`

export const lab: Lab = {
  name: 'wrong-issuer',
  title: 'Every token is refused',
  minutes: 10,
  story: (names) => `Since this morning nobody can upload. People sign in without trouble, and then every upload is answered with 401:\n\n${sendAFile(names)}\n\nNobody has touched the users. Somebody has worked on the API.\n\nLet uploads through again, for signed-in users alone.`,
  hints: ({ apiId }) => [
    'Read all of the answer: the header `www-authenticate` says what API Gateway holds against the token.',
    `The token says who made it: decode its middle part and look at \`iss\`. The API says whom it trusts:\n\n${shell(`aws apigatewayv2 get-authorizers --api-id ${apiId}`)}`,
    'Both must be the same, letter by letter. `aws apigatewayv2 update-authorizer --jwt-configuration` sets issuer and audience together.',
  ],
  solution: (names) => updateAuthorizer(names, issuerOf(names)),
  async setup(bench) {
    await bench.gate.setJwt({ Issuer: other((await bench.gate.authorizer()).JwtConfiguration!.Issuer!) })
  },
  check: (bench) => inTurn(() => bench.gate.problems(bench.memo['issuer']!), () => bench.endToEnd()),
  solve: (bench) => bench.gate.setJwt({ Issuer: bench.memo['issuer']! }),
  wrongFixes: [
    { name: 'open the route', apply: (bench) => bench.gate.open() },
    { name: 'trust a pool of another region', apply: (bench) => bench.gate.setJwt({ Issuer: bench.memo['issuer']!.replace('cognito-idp.', 'cognito-idp.eu-') }) },
  ],
}

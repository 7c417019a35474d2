import { shell } from './lab.ts'
import type { Names } from './names.ts'

/** How anybody signs in and sends a file, with AWS's own tools. */
export const sendAFile = ({ clientId, apiUrl }: Names, name = 'hello.txt') =>
  shell(
    `TOKEN=$(aws cognito-idp initiate-auth --auth-flow USER_PASSWORD_AUTH --client-id ${clientId} \\`,
    "  --auth-parameters 'USERNAME=ada@example.com,PASSWORD=Sandbox-Ada-1!' --query AuthenticationResult.AccessToken --output text)",
    `curl -i ${apiUrl}/uploads -H "Authorization: Bearer $TOKEN" -d '{"filename":"${name}","content":"hello"}'`,
  )

export const logsOf = (functionName: string) => `aws logs filter-log-events --log-group-name /aws/lambda/${functionName} --query 'events[].message' --output text`

export const mappingsOf = ({ processorFunction }: Names) => `aws lambda list-event-source-mappings --function-name ${processorFunction}`

/** To change the authorizer's JWT configuration, or what is said in place of the right one. */
export const updateAuthorizer = ({ apiId, clientId }: Names, issuer: string, audience = clientId) =>
  shell(
    `AUTHORIZER=$(aws apigatewayv2 get-authorizers --api-id ${apiId} --query 'Items[0].AuthorizerId' --output text)`,
    `aws apigatewayv2 update-authorizer --api-id ${apiId} --authorizer-id $AUTHORIZER --jwt-configuration Issuer=${issuer},Audience=${audience}`,
  )

/** To replace a role's policy by a document. */
export const putPolicy = (role: string, name: string, document: string) =>
  shell(`aws iam put-role-policy --role-name ${role} --policy-name ${name} --policy-document '${document}'`)

export const issuerOf = ({ region, poolId }: Names) => `https://cognito-idp.${region}.amazonaws.com/${poolId}`

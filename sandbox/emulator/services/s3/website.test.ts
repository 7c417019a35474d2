import * as aws from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { RECORDED, s3Api, type Source } from '../../../testing/aws-sources.ts'
import { createTestEngine } from '../../../testing/engine.ts'

const Bucket = 'a-bucket'
const website = (WebsiteConfiguration: object) => new aws.PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration })
const routed = (...RoutingRules: object[]) => website({ IndexDocument: { Suffix: 'i' }, RoutingRules })
const INDEX = { IndexDocument: { Suffix: 'i' } }

const NOT_ALONE = { name: 'InvalidArgument', message: 'RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.', ArgumentName: 'RedirectAllRequestsTo', ArgumentValue: 'not null' }
const NO_SUFFIX = { name: 'InvalidArgument', message: 'A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty', ArgumentName: 'IndexDocument', ArgumentValue: 'null' }
const PROTOCOL = { name: 'InvalidRequest', message: 'Invalid protocol, protocol can be http or https. If not defined the protocol will be selected automatically.' }
const suffix = (ArgumentValue: string) => ({ name: 'InvalidArgument', message: 'The IndexDocument Suffix is not well formed', ArgumentName: 'IndexDocument', ArgumentValue })
const XML = { name: 'MalformedXML', message: 'The XML you provided was not well-formed or did not validate against our published schema' }

test.each<[what: string, command: aws.PutBucketWebsiteCommand, refusal: object, source: Source]>([
  ['no index', website({}), NO_SUFFIX, RECORDED],
  ['an error page alone', website({ ErrorDocument: { Key: 'e' } }), NO_SUFFIX, 'unverified'],
  ['an index in a folder', website({ IndexDocument: { Suffix: '/index.html' } }), suffix('/index.html'), RECORDED],
  ['an index without a name', website({ IndexDocument: { Suffix: '' } }), suffix(''), RECORDED],
  ['an error page without a key', website({ ...INDEX, ErrorDocument: { Key: '' } }), XML, 'unverified'],
  ['a redirect of all beside an index', website({ RedirectAllRequestsTo: { HostName: 'h' }, ...INDEX }), NOT_ALONE, RECORDED],
  ['a redirect of all beside an error page', website({ RedirectAllRequestsTo: { HostName: 'h' }, ErrorDocument: { Key: 'e' } }), NOT_ALONE, 'unverified'],
  ['a redirect of all nowhere', website({ RedirectAllRequestsTo: {} }), XML, 'schema'],
  ['a redirect of all by FTP', website({ RedirectAllRequestsTo: { HostName: 'h', Protocol: 'ftp' } }), PROTOCOL, 'unverified'],
  ['a redirect by FTP', routed({ Redirect: { Protocol: 'ftp' } }), PROTOCOL, RECORDED],
  ['two replacements', routed({ Redirect: { ReplaceKeyPrefixWith: 'a', ReplaceKeyWith: 'b' } }), { name: 'InvalidRequest', message: 'You can only define ReplaceKeyPrefix or ReplaceKey but not both.' }, RECORDED],
  ['an empty condition', routed({ Condition: {}, Redirect: { HostName: 'h' } }), { name: 'InvalidRequest', message: "Condition cannot be empty. To redirect all requests without a condition, the condition element shouldn't be present." }, RECORDED],
  ['a rule that redirects nowhere', routed({ Condition: { KeyPrefixEquals: 'a' } }), XML, RECORDED],
  ['a redirect by 200', routed({ Redirect: { HttpRedirectCode: '200' } }), { name: 'InvalidRequest', message: 'The provided HTTP redirect code (200) is not valid. Valid codes are 3XX except 300.' }, 'unverified'],
  ['a redirect by 300', routed({ Redirect: { HttpRedirectCode: '300' } }), { name: 'InvalidRequest', message: 'The provided HTTP redirect code (300) is not valid. Valid codes are 3XX except 300.' }, 'unverified'],
  // The limit is documented, what S3 says beyond it is not.
  ['more than 50 rules', routed(...Array.from({ length: 51 }, (_, i) => ({ Redirect: { HostName: `h${i}` } }))), XML, s3Api('API_PutBucketWebsite')],
])('a website with %s is refused', async (_what, command, refusal) => {
  await using engine = await createTestEngine()
  const s3 = new aws.S3Client(engine.client)
  await s3.send(new aws.CreateBucketCommand({ Bucket }))
  await expect(s3.send(command)).rejects.toMatchObject({ ...refusal, $metadata: { httpStatusCode: 400 } })
  await expect(s3.send(new aws.GetBucketWebsiteCommand({ Bucket }))).rejects.toMatchObject({ name: 'NoSuchWebsiteConfiguration' })
})

import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { CreateBucketCommand, HeadObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Workplace } from '../../../testing/cli.ts'
import { createTestEngine, type TestEngine } from '../../../testing/engine.ts'

const has = (command: string, ...args: string[]) => spawnSync(command, args, { stdio: 'ignore' }).status === 0
const hasCli = has('aws', '--version')
const hasBoto3 = has('python3', '-c', 'import boto3')

test.runIf(process.env['CI'])('CI has the AWS CLI and boto3, so that no test with them is skipped', () => {
  expect([hasCli, hasBoto3]).toEqual([true, true])
})
if (!hasCli) console.warn('The tests with the AWS CLI are skipped: there is no aws on the PATH (pip install awscli).')
if (!hasBoto3) console.warn('The tests with boto3 are skipped: python3 has no boto3 (pip install boto3).')

/** Below and above the size (8 MiB) from which both clients send parts. */
const SIZES = { empty: 0, byte: 1, 'eight MiB': 8 * 1024 ** 2, 'forty MiB': 40 * 1024 ** 2 }
const sum = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')

let engine: TestEngine
let s3: S3Client
let place: Workplace
beforeAll(async () => {
  engine = await createTestEngine()
  s3 = new S3Client(engine.client)
  place = new Workplace()
  mkdirSync(join(place.directory, 'sent'))
  for (const [name, size] of Object.entries(SIZES)) writeFileSync(join(place.directory, 'sent', name), randomBytes(size))
})
afterAll(async () => {
  await engine.stop()
  await place[Symbol.asyncDispose]()
})

const run = async (command: string, ...args: string[]) => {
  const { code, stdout, stderr } = await place.exec(command, args, {
    AWS_ENDPOINT_URL: engine.endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_CONFIG_FILE: join(place.directory, 'none'),
  })
  expect(code, stderr).toBe(0)
  return stdout
}
const keysOf = async (Bucket: string) => (await s3.send(new ListObjectsV2Command({ Bucket }))).Contents?.map(({ Key }) => Key) ?? []
const expectSame = (folder: string) => {
  const names = Object.keys(SIZES).toSorted()
  expect(readdirSync(join(place.directory, folder)).toSorted()).toEqual(names)
  for (const name of names) expect(sum(join(place.directory, folder, name)), name).toBe(sum(join(place.directory, 'sent', name)))
}

describe.skipIf(!hasCli)('the AWS CLI as it comes', { timeout: 120_000 }, () => {
  const aws = (...args: string[]) => run('aws', 's3', ...args)

  test('mb, sync, cp, mv, rm and rb of files of all sizes', async () => {
    await aws('mb', 's3://cli')
    await aws('sync', 'sent', 's3://cli/in', '--no-progress')
    expect(await keysOf('cli')).toEqual(Object.keys(SIZES).map((name) => `in/${name}`).toSorted())
    expect(await aws('sync', 'sent', 's3://cli/in', '--no-progress')).toBe('')
    expect((await s3.send(new HeadObjectCommand({ Bucket: 'cli', Key: 'in/forty MiB', PartNumber: 1 }))).PartsCount).toBe(5)
    await aws('cp', 's3://cli/in', 'copied', '--recursive', '--no-progress')
    expectSame('copied')
    await aws('mv', 's3://cli/in', 's3://cli/out', '--recursive', '--no-progress')
    expect(await keysOf('cli')).toEqual(Object.keys(SIZES).map((name) => `out/${name}`).toSorted())
    await aws('sync', 's3://cli/out', 'moved', '--no-progress')
    expectSame('moved')
    expect(await aws('ls', 's3://cli/out/')).toContain('41943040 forty MiB')
    await aws('rm', 's3://cli', '--recursive')
    expect(await keysOf('cli')).toEqual([])
    await aws('rb', 's3://cli')
  })

  test('cp from and to a pipe, and a presigned URL', async () => {
    await aws('mb', 's3://pipes')
    await run('sh', '-c', 'printf content | aws s3 cp - s3://pipes/k')
    expect(await aws('cp', 's3://pipes/k', '-')).toBe('content')
    expect(await (await fetch((await aws('presign', 's3://pipes/k')).trim())).text()).toBe('content')
  })
})

const SCRIPT = `
import json, sys, urllib.request
import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

s3 = boto3.client('s3')
names = json.loads(sys.argv[1])
for name in names:
    s3.upload_file('sent/' + name, 'boto', 'in/' + name, ExtraArgs={'Metadata': {'name': name}})
    s3.copy({'Bucket': 'boto', 'Key': 'in/' + name}, 'boto', 'out/' + name)
    s3.download_file('boto', 'out/' + name, 'boto/' + name)
out = {'metadata': s3.head_object(Bucket='boto', Key='out/byte')['Metadata']}

for version in ('s3v4', 's3'):
    client = boto3.client('s3', config=Config(signature_version=version))
    url = client.generate_presigned_url('put_object', Params={'Bucket': 'boto', 'Key': version})
    request = urllib.request.Request(url, data=b'content', method='PUT')
    if version == 's3':
        request.add_header('Content-Type', '')
    out[version + ' put'] = urllib.request.urlopen(request).status
    url = client.generate_presigned_url('get_object', Params={'Bucket': 'boto', 'Key': version})
    out[version + ' get'] = urllib.request.urlopen(url).read().decode()

def post(version):
    client = boto3.client('s3', config=Config(signature_version=version))
    form = client.generate_presigned_post('boto', 'post/\${filename}', Conditions=[['content-length-range', 1, 10]])
    parts = list(form['fields'].items())
    body = ''.join('--b\\r\\nContent-Disposition: form-data; name="%s"\\r\\n\\r\\n%s\\r\\n' % part for part in parts)
    body += '--b\\r\\nContent-Disposition: form-data; name="file"; filename="%s"\\r\\n\\r\\ncontent\\r\\n--b--\\r\\n' % version
    request = urllib.request.Request(form['url'], data=body.encode(), headers={'Content-Type': 'multipart/form-data; boundary=b'})
    return urllib.request.urlopen(request).status
out['post'] = [post('s3v4'), post('s3')]

pages = s3.get_paginator('list_objects_v2').paginate(Bucket='boto', PaginationConfig={'PageSize': 3})
out['pages'] = [[item['Key'] for item in page['Contents']] for page in pages]
try:
    s3.get_object(Bucket='boto', Key='none')
except ClientError as error:
    out['error'] = [type(error).__name__, error.response['Error']]
boto3.resource('s3').Bucket('boto').objects.all().delete()
out['left'] = s3.list_objects_v2(Bucket='boto')['KeyCount']
print(json.dumps(out))
`

test.skipIf(!hasBoto3)('boto3: managed transfers, presigned URLs and forms, paginators, errors', { timeout: 120_000 }, async () => {
  await s3.send(new CreateBucketCommand({ Bucket: 'boto' }))
  mkdirSync(join(place.directory, 'boto'))
  const names = Object.keys(SIZES)
  const out = JSON.parse(await run('python3', '-c', SCRIPT, JSON.stringify(names))) as Record<string, unknown>
  expectSame('boto')
  const keys = [...names.map((name) => `in/${name}`), ...names.map((name) => `out/${name}`), 'post/s3', 'post/s3v4', 's3', 's3v4'].toSorted()
  expect(out).toEqual({
    metadata: { name: 'byte' },
    's3v4 put': 200, 's3v4 get': 'content', 's3 put': 200, 's3 get': 'content',
    post: [204, 204],
    pages: Array.from({ length: keys.length / 3 }, (_, page) => keys.slice(page * 3, page * 3 + 3)),
    error: ['NoSuchKey', { Code: 'NoSuchKey', Message: 'The specified key does not exist.', Key: 'none' }],
    left: 0,
  })
})

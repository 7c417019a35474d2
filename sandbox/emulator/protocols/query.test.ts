import { CreateRoleCommand, IAMClient, ListRolesCommand } from '@aws-sdk/client-iam'
import { expect, test } from 'vitest'
import { createTestEngine } from '../../testing/engine.ts'
import { AwsError } from '../kernel/errors.ts'
import type { Context } from '../kernel/context.ts'
import { internalGet } from '../kernel/http.ts'
import { query } from './query.ts'

// The numbers are how the SDK writes schemas: 0 string, 1 number, 2 boolean, 4 timestamp; [1] list, [2] map, [3] struct, [9] operation, [-3] error.
const Item = [3, 'x', 'Item', 0, ['Name', 'Values'], [0, () => Strings]]
const Strings = [1, 'x', 'Strings', 0, 0]
const Items = [1, 'x', 'Items', 0, () => Item]
const Lists = [1, 'x', 'Lists', 0, () => Strings]
const Renamed = [1, 'x', 'Renamed', 0, [0, { xmlName: 'item' }]]
const Counts = [2, 'x', 'Counts', 0, 0, 1]
const Named = [2, 'x', 'Named', 0, [0, { xmlName: 'K' }], [0, { xmlName: 'V' }]]
const Deep = [2, 'x', 'Deep', 0, 0, () => Strings]
const members = ['Text', 'Flag', 'Count', 'When', 'Items', 'Lists', 'Flat', 'Renamed', 'Counts', 'Named', 'Deep']
const types = [0, 2, 1, 4, () => Items, () => Lists, [() => Strings, { xmlFlattened: 1 }], () => Renamed, () => Counts, [() => Named, { xmlFlattened: 1 }], () => Deep]
const Everything = [3, 'x', 'Everything', 0, members, types]
const Empty = [3, 'x', 'Empty', 0, [], []]
const Gone$ = [-3, 'x', 'ThingGoneException', { error: 'client', httpError: 410, awsQueryError: ['ThingGone', 410] }, ['message', 'Which'], [0, 0]]
const sdk = {
  Try$: [9, 'x', 'Try', 0, () => Everything, () => Everything],
  Nothing$: [9, 'x', 'Nothing', 0, () => Everything, () => 'unit'],
  Bare$: [9, 'x', 'Bare', 0, () => Everything, () => Empty],
  Gone$,
}
const protocol = query(sdk, { xmlNamespace: 'urn:x' })
const ctx = { requestId: 'the-id' } as Context

async function decode(form: string): Promise<object> {
  const request = internalGet(new URL(`http://localhost/?Action=Try&${form}`))
  return protocol.decode((await protocol.match(request))!, request)
}

const encode = (output: object) => protocol.encode({ operation: 'Try', labels: {} }, output, ctx).body as string

test('scalars come in their types', async () => {
  expect(await decode('Text=a+b%26c&Flag=true&Count=7&When=2026-01-02T03:04:05Z')).toEqual({
    Text: 'a b&c',
    Flag: true,
    Count: 7,
    When: new Date('2026-01-02T03:04:05Z'),
  })
})

test('lists, also of structures and of lists, in numeric order', async () => {
  const items = Array.from({ length: 11 }, (_, n) => `Items.member.${11 - n}.Name=n${11 - n}`).join('&')
  expect(await decode(`${items}&Items.member.1.Values.member.1=v`)).toEqual({
    Items: [{ Name: 'n1', Values: ['v'] }, ...Array.from({ length: 10 }, (_, n) => ({ Name: `n${n + 2}` }))],
  })
  expect(await decode('Lists.member.1.member.1=a&Lists.member.1.member.2=b&Lists.member.2.member.1=c')).toEqual({
    Lists: [['a', 'b'], ['c']],
  })
})

test('flattened and renamed lists', async () => {
  expect(await decode('Flat.1=a&Flat.2=b&Renamed.item.1=c')).toEqual({ Flat: ['a', 'b'], Renamed: ['c'] })
})

test('an empty list is there, an absent one is not', async () => {
  expect(await decode('Items=&Flat=')).toEqual({ Items: [], Flat: [] })
  expect(await decode('')).toEqual({})
})

test('maps, flattened and renamed, and of lists', async () => {
  const form = [
    'Counts.entry.1.key=a&Counts.entry.1.value=1&Counts.entry.2.key=b&Counts.entry.2.value=2',
    'Named.1.K=x&Named.1.V=y',
    'Deep.entry.1.key=d&Deep.entry.1.value.member.1=e',
  ].join('&')
  expect(await decode(form)).toEqual({ Counts: { a: 1, b: 2 }, Named: { x: 'y' }, Deep: { d: ['e'] } })
})

test('a structure where a text belongs is refused, unknown members are not', async () => {
  await expect(decode('Text.member.1=a')).rejects.toMatchObject({ code: 'SerializationException' })
  expect(await decode('Other=1&Version=2010-05-08')).toEqual({})
})

test('the body wins over the query string, and either will do', async () => {
  const request = { ...internalGet(new URL('http://localhost/?Action=Bare&Text=query&Flag=true')), method: 'POST' }
  const posted = { ...request, query: request.query, bytes: async () => Buffer.from('Action=Try&Text=body') }
  const match = await protocol.match(posted)
  expect(match?.operation).toBe('Try')
  expect(await protocol.decode(match!, posted)).toEqual({ Text: 'body', Flag: true })
})

test('answers mirror all of that', () => {
  const output = {
    Text: '<&>',
    When: new Date('2026-01-02T03:04:05.000Z'),
    Items: [{ Name: 'n', Values: ['v'] }],
    Lists: [['a'], []],
    Flat: ['f', 'g'],
    Counts: { a: 1 },
    Named: { x: 'y' },
    Deep: { d: ['e'] },
  }
  expect(encode(output)).toBe(
    '<TryResponse xmlns="urn:x"><TryResult><Text>&lt;&amp;&gt;</Text><When>2026-01-02T03:04:05Z</When>' +
      '<Items><member><Name>n</Name><Values><member>v</member></Values></member></Items>' +
      '<Lists><member><member>a</member></member><member></member></Lists><Flat>f</Flat><Flat>g</Flat>' +
      '<Counts><entry><key>a</key><value>1</value></entry></Counts><Named><K>x</K><V>y</V></Named>' +
      '<Deep><entry><key>d</key><value><member>e</member></value></entry></Deep></TryResult>' +
      '<ResponseMetadata><RequestId>the-id</RequestId></ResponseMetadata></TryResponse>',
  )
  expect(encode({ When: new Date(1) })).toContain('<When>1970-01-01T00:00:00.001Z</When>')
})

test('an operation without output has no result element, one with an empty output has an empty one', () => {
  const metadata = '<ResponseMetadata><RequestId>the-id</RequestId></ResponseMetadata>'
  expect(protocol.encode({ operation: 'Nothing', labels: {} }, {}, ctx).body).toBe(
    `<NothingResponse xmlns="urn:x">${metadata}</NothingResponse>`,
  )
  expect(protocol.encode({ operation: 'Bare', labels: {} }, {}, ctx).body).toBe(
    `<BareResponse xmlns="urn:x"><BareResult></BareResult>${metadata}</BareResponse>`,
  )
})

test.for(['ThingGoneException', 'ThingGone'])('the error %s goes by its wire name, with the model’s status', (code) => {
  const { status, body } = protocol.encodeError(new AwsError(code, 'a < b', { members: { Which: 'w' } }), ctx)
  expect(status).toBe(410)
  expect(body).toBe(
    '<ErrorResponse xmlns="urn:x"><Error><Type>Sender</Type><Code>ThingGone</Code><Message>a &lt; b</Message>' +
      '<Which>w</Which></Error><RequestId>the-id</RequestId></ErrorResponse>',
  )
})

test('our own failures are the receiver’s fault', () => {
  const { status, body } = protocol.encodeError(new AwsError('InternalFailure', 'x', { status: 500 }), ctx)
  expect(status).toBe(500)
  expect(body).toContain('<Type>Receiver</Type>')
})

test('requests without an action or with an unknown one, over the wire', async () => {
  await using engine = await createTestEngine({ iam: 'off' })
  const post = (body: string) =>
    fetch(engine.endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body,
    })
  const unknown = await post('Action=Dance&Version=2010-05-08')
  expect(unknown.status).toBe(400)
  expect(await unknown.text()).toContain('<Code>InvalidAction</Code>')
  expect(await (await post('Version=2010-05-08')).text()).toContain('<Code>MissingAction</Code>')
  const unimplemented = await post('Action=GetOrganizationsAccessReport&JobId=j&Version=2010-05-08')
  expect(unimplemented.status).toBe(501)
  expect(await unimplemented.text()).toContain('<Code>NotImplemented</Code>')
})

test('the official client reads what it wrote', async () => {
  await using engine = await createTestEngine()
  const iam = new IAMClient(engine.client)
  const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'x.amazonaws.com' }, Action: 'sts:AssumeRole' }] }
  const Tags = [{ Key: 'emoji', Value: '🎈 <&>"\'' }, { Key: 'empty', Value: '' }]
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: JSON.stringify(trust), Tags }),
  )
  expect(Role?.Tags).toEqual(Tags)
  expect(JSON.parse(decodeURIComponent(Role!.AssumeRolePolicyDocument!))).toEqual(trust)
  const { Roles, IsTruncated } = await iam.send(new ListRolesCommand({ PathPrefix: '/none/' }))
  expect([Roles, IsTruncated]).toEqual([[], false])
})

import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { rootPrincipal, servicePrincipal, type Principal } from '../../../kernel/context.ts'
import { lookupIn } from './conditions.ts'
import { decide, type DecisionRequest, type NamedPolicy, type PolicySet } from './decide.ts'
import { readPolicy } from './document.ts'
import { glob, matches, matchesArn, matchesResource } from './pattern.ts'
import { smallestFix } from './smallest-fix.ts'
import { fillPattern, fillText } from './variables.ts'

// Thousands of cases: on a busy machine they take their time.
vi.setConfig({ testTimeout: 60_000 })

const [HOME, AWAY] = ['111122223333', '444455556666']
const PRINCIPALS: readonly Principal[] = [
  rootPrincipal(HOME),
  { type: 'user', account: HOME, arn: `arn:aws:iam::${HOME}:user/ada`, userId: 'AIDA1' },
  { type: 'assumed-role', account: HOME, arn: `arn:aws:sts::${HOME}:assumed-role/app/s`, userId: 'AROA1:s', roleArn: `arn:aws:iam::${HOME}:role/app` },
  { type: 'federated-user', account: HOME, arn: `arn:aws:sts::${HOME}:federated-user/b`, userId: 'b', session: { issuedAt: 0, issuer: `arn:aws:iam::${HOME}:user/ada` } },
  { type: 'anonymous', account: HOME, arn: 'anonymous', userId: 'anonymous' },
  servicePrincipal('s3.amazonaws.com', HOME),
]

const oneOrMore = (values: readonly string[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 })
const actions = oneOrMore(['s3:GetObject', 's3:PutObject', 's3:*', 's3:Get*', '*', 'sqs:SendMessage'])
const resources = oneOrMore(['*', 'arn:aws:s3:::b/*', 'arn:aws:s3:::b/k', 'arn:aws:s3:::c', 'arn:aws:s3:::b/${aws:username}', 'arn:aws:s3:*'])
const conditions = fc.dictionary(
  fc.constantFrom('StringEquals', 'StringNotLike', 'ForAllValues:StringEquals', 'ForAnyValue:StringLike', 'NumericLessThanIfExists', 'Null', 'Bool', 'NotIpAddress', 'Nonsense'),
  fc.dictionary(fc.constantFrom('aws:username', 'x:n', 'x:list'), fc.array(fc.constantFrom('ada', 'true', '1', '*', '${aws:username}'), { maxLength: 2 }), { maxKeys: 2 }),
  { maxKeys: 2 },
)
const named = fc.constantFrom('*', { AWS: HOME }, { AWS: `arn:aws:iam::${HOME}:user/ada` }, { AWS: [`arn:aws:iam::${HOME}:role/app`] }, { Service: 's3.amazonaws.com' }, { AWS: AWAY })

const statementOf = (effect: 'Allow' | 'Deny', withPrincipal: boolean) =>
  fc
    .tuple(actions, resources, conditions, named, fc.boolean(), fc.boolean(), fc.boolean())
    .map(([Action, Resource, Condition, Principal, notAction, notResource, notPrincipal]) => ({
      Effect: effect,
      [notAction ? 'NotAction' : 'Action']: Action,
      [notResource ? 'NotResource' : 'Resource']: Resource,
      ...(Object.keys(Condition).length > 0 ? { Condition } : {}),
      ...(withPrincipal ? { [notPrincipal ? 'NotPrincipal' : 'Principal']: Principal } : {}),
    }))
const anyStatement = (withPrincipal: boolean) => fc.oneof(statementOf('Allow', withPrincipal), statementOf('Deny', withPrincipal))
const anyPolicy = (withPrincipal: boolean) => fc.array(anyStatement(withPrincipal), { maxLength: 4 }).map((Statement) => ({ Version: '2012-10-17', Statement }))

let count = 0
const toNamed = (policy: object): NamedPolicy => ({ name: `p${count++}`, document: JSON.stringify(policy) })
const layer = (withPrincipal = false) => fc.array(anyPolicy(withPrincipal).map(toNamed), { maxLength: 2 })
const anySet: fc.Arbitrary<PolicySet> = fc
  .tuple(layer(), fc.option(layer()), fc.option(layer()), layer(true), fc.constantFrom('resource' as const, 'trust' as const))
  .map(([identity, boundary, session, resource, kind]) => ({
    identity,
    ...(boundary ? { boundary } : {}),
    ...(session ? { session } : {}),
    resource: resource.map((policy) => ({ ...policy, kind })),
  }))
const anyRequest: fc.Arbitrary<DecisionRequest> = fc.record({
  principal: fc.constantFrom(...PRINCIPALS),
  action: fc.constantFrom('s3:GetObject', 's3:PutObject', 'sqs:SendMessage'),
  resource: fc.constantFrom('arn:aws:s3:::b/k', 'arn:aws:s3:::b/ada', 'arn:aws:s3:::c', '*'),
  resourceAccount: fc.constantFrom(HOME, AWAY),
  context: fc.dictionary(fc.constantFrom('aws:username', 'x:n', 'x:list'), fc.oneof(fc.constantFrom('ada', 'true', '1'), fc.array(fc.constantFrom('ada', '1'), { maxLength: 2 })), { maxKeys: 3 }),
})

const DENY_ALL = { name: 'deny', document: JSON.stringify({ Statement: { Effect: 'Deny', Action: '*', Resource: '*' } }) }
const DENY_EVERYBODY = { name: 'deny', kind: 'resource' as const, document: JSON.stringify({ Statement: { Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' } }) }

/** Each layer, with `policy` as one more of its own. */
function withMore(set: PolicySet, policy: NamedPolicy): PolicySet[] {
  return [
    { ...set, identity: [...set.identity, policy] },
    { ...set, boundary: [...(set.boundary ?? []), policy] },
    { ...set, session: [...(set.session ?? []), policy] },
  ]
}

test('an explicit deny always wins, wherever it stands', () => {
  fc.assert(
    fc.property(anyRequest, anySet, (request, set) => {
      for (const denied of [...withMore(set, DENY_ALL), { ...set, resource: [...set.resource, DENY_EVERYBODY] }])
        expect(decide(request, denied).decision).toBe('explicitDeny')
    }),
    { numRuns: 500 },
  )
})

test('a Deny that matches wins over whatever else there is, at any place of any policy', () => {
  fc.assert(
    fc.property(anyRequest, anySet, statementOf('Deny', false), fc.nat(), (request, set, statement, place) => {
      const alone = { name: 'deny', document: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }) }
      const isMatching = decide(request, { identity: [alone], resource: [] }).decision === 'explicitDeny'
      for (const kind of ['identity', 'boundary', 'session'] as const) {
        const among = edited(alone, ([deny]) => [ALLOW_ALL, ALLOW_ALL, ALLOW_ALL].toSpliced(place % 4, 0, deny!))
        const more = { ...set, [kind]: [...(set[kind] ?? []), { name: 'deny', document: among }] }
        if (isMatching) expect(decide(request, more).decision).toBe('explicitDeny')
      }
    }),
    { numRuns: 1000 },
  )
})

const ALLOW_ALL: object = { Effect: 'Allow', Action: '*', Resource: '*' }

/** A policy with an Allow more, in each of the policies there are. */
function* withAllow(set: PolicySet, statement: object, principled: object): Generator<PolicySet> {
  const grow = (policies: readonly NamedPolicy[], more: object) => policies.map((policy) => ({ ...policy, document: edited(policy, (all) => [...all, more]) }))
  yield { ...set, identity: grow(set.identity, statement) }
  if (set.boundary) yield { ...set, boundary: grow(set.boundary, statement) }
  if (set.session) yield { ...set, session: grow(set.session, statement) }
  yield { ...set, resource: set.resource.map((policy) => ({ ...policy, document: edited(policy, (all) => [...all, principled]) })) }
}

function edited(policy: NamedPolicy, change: (all: object[]) => object[]): string {
  const value = JSON.parse(policy.document) as { Statement: object[] }
  return JSON.stringify({ ...value, Statement: change(value.Statement) })
}

test('another Allow never turns an allow into a deny, nor a deny into an explicit one', () => {
  fc.assert(
    fc.property(anyRequest, anySet, statementOf('Allow', false), statementOf('Allow', true), (request, set, statement, principled) => {
      const before = decide(request, set).decision
      for (const wider of withAllow(set, statement, principled)) {
        const after = decide(request, wider).decision
        if (before === 'allow') expect(after).toBe('allow')
        expect(after === 'explicitDeny').toBe(before === 'explicitDeny')
      }
    }),
    { numRuns: 1000 },
  )
})

test('taking Allow statements away never gives a right', () => {
  const withoutAllows = (policy: NamedPolicy, keep: readonly boolean[]) =>
    edited(policy, (all) => all.filter((one, index) => (one as { Effect: string }).Effect === 'Deny' || keep[index % keep.length]))
  fc.assert(
    fc.property(anyRequest, anySet, fc.array(fc.boolean(), { minLength: 1, maxLength: 4 }), (request, set, keep) => {
      const less = <T extends NamedPolicy>(policies: readonly T[]): T[] => policies.map((policy) => ({ ...policy, document: withoutAllows(policy, keep) }))
      const smaller: PolicySet = {
        identity: less(set.identity),
        resource: less(set.resource),
        ...(set.boundary ? { boundary: less(set.boundary) } : {}),
        ...(set.session ? { session: less(set.session) } : {}),
      }
      if (decide(request, smaller).decision === 'allow') expect(decide(request, set).decision).toBe('allow')
    }),
    { numRuns: 1000 },
  )
})

test('a boundary or a session policy more never gives a right', () => {
  fc.assert(
    fc.property(anyRequest, anySet, layer(), (request, { boundary, session, ...open }, limit) => {
      if (request.principal.type === 'federated-user') return
      for (const limited of [{ ...open, boundary: limit }, { ...open, session: limit }])
        if (decide(request, limited).decision === 'allow') expect(decide(request, open).decision).toBe('allow')
    }),
  )
})

test('the smallest fix mends every denial, and changes nothing where there is none', () => {
  fc.assert(
    fc.property(anyRequest, anySet, (request, set) => {
      const fix = smallestFix(request, set)
      expect(fix).toBeDefined()
      expect(decide(request, fix!.policies).decision).toBe('allow')
      expect(fix!.changes.length === 0).toBe(decide(request, set).decision === 'allow')
    }),
    { numRuns: 500 },
  )
})

const escaped = (text: string) => text.replace(/[.+^${}()|[\]\\]/g, '\\$&')
const reference = (pattern: string, text: string) => new RegExp(`^${escaped(pattern).replaceAll('*', '.*').replaceAll('?', '.')}$`, 'su').test(text)
const few = (alphabet: string) => fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 12 })

test('the wildcards match as the regular expression does', () => {
  fc.assert(fc.property(few('ab*?'), few('ab'), (pattern, text) => matches(glob(pattern), text) === reference(pattern, text)), { numRuns: 5000 })
  fc.assert(fc.property(few('a*?.[$\\'), fc.string({ unit: 'binary' }), (pattern, text) => matches(glob(pattern), text) === reference(pattern, text)))
})

/** As AWS words it, written as one expression: `*` stays in its part, and where it ends one it need not. */
function resourceReference(pattern: string, text: string): boolean {
  const parts = pattern.split(':')
  const fixed = [...parts.slice(0, 5), ...(parts.length > 5 ? [parts.slice(5).join(':')] : [])]
  const source = fixed.map((part, i) =>
    i === 5 ? escaped(part).replaceAll('*', '.*').replaceAll('?', '.') : escaped(part).replace(/\*$/, '\u0000').replaceAll('*', '[^:]*').replaceAll('?', '[^:]').replace('\u0000', '.*'),
  )
  return new RegExp(`^${source.join(':')}$`, 's').test(text)
}

test('resources match part by part', () => {
  const arn = (alphabet: string) => fc.array(fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 3 }), { minLength: 6, maxLength: 8 }).map((parts) => parts.join(':'))
  fc.assert(fc.property(arn('ab*?'), arn('ab'), (pattern, text) => matchesResource(glob(pattern), text) === resourceReference(pattern, text)), { numRuns: 5000 })
  fc.assert(fc.property(arn('ab'), (text) => matchesResource(glob(text), text) && matchesArn(glob(text), text)))
  fc.assert(fc.property(arn('ab*?'), arn('ab'), (pattern, text) => !matchesArn(glob(pattern), text) || matchesResource(glob(pattern), text)))
})

test('a variable stands for its value and for nothing else', () => {
  const plain = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('${'))
  fc.assert(
    fc.property(plain, fc.string(), plain, (before, value, after) => {
      const lookup = lookupIn({ 'aws:username': value })
      expect(fillText(`${before}\${aws:username}${after}`, lookup)).toBe(before + value + after)
      expect(matches(fillPattern(`\${AWS:USERNAME}`, lookup)!, value)).toBe(true)
      expect(fillText(`${before}\${aws:userid}`, lookup)).toBeUndefined()
      expect(fillText(`\${aws:userid, 'x'}`, lookup)).toBe('x')
    }),
  )
  fc.assert(
    fc.property(fc.string(), fc.string(), (value, other) => {
      expect(matches(fillPattern('${k}', lookupIn({ k: value }))!, other)).toBe(value === other)
    }),
  )
})

test('whatever a policy looks like, it is decided on, and what is no policy allows nothing', () => {
  const [, user] = PRINCIPALS
  const request = { principal: user!, action: 's3:GetObject', resource: 'arn:aws:s3:::b/k', resourceAccount: HOME, context: { 'aws:username': 'ada' } }
  const word = fc.constantFrom('Version', 'Statement', 'Effect', 'Action', 'Resource', 'Principal', 'Condition', 'StringEquals', '__proto__', 'constructor', 'k')
  const messy = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 4 }, fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(word, tie('value'), { maxKeys: 4 })),
  }))
  fc.assert(
    fc.property(fc.oneof(messy.value.map((value) => JSON.stringify(value)), fc.string()), (document) => {
      const policy = { name: 'p', document }
      const { decision } = decide(request, { identity: [policy], resource: [{ ...policy, kind: 'resource' }] })
      if (readPolicy(document).statements.length === 0) expect(decision).toBe('implicitDeny')
    }),
    { numRuns: 1000 },
  )
})

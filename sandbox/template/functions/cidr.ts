import type { IntrinsicFunction } from '../intrinsics.ts'
import { TemplateError } from '../template-error.ts'
import { isScalar } from '../value.ts'

/** `Fn::Cidr: [ipBlock, count, cidrBits]`: the first `count` subnets with `cidrBits` host bits each. IPv4 only. */
export const cidr: IntrinsicFunction = (argument, _scope, evaluate) => {
  const [block, count, bits = 8] = Array.isArray(argument) ? argument.map(evaluate) : []
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(String(block))
  if (!match || !isScalar(count) || !isScalar(bits)) {
    throw new TemplateError('Template error: Fn::Cidr requires an IPv4 block such as 10.0.0.0/16, a count from 1 to 256 and the number of host bits')
  }
  const [first = 0, second = 0, third = 0, fourth = 0, prefix = 0] = match.slice(1).map(Number)
  const wanted = Number(count)
  const hostBits = Number(bits)
  const available = 2 ** (32 - prefix - hostBits)
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > 256 || !Number.isInteger(hostBits) || hostBits < 0 || wanted > available) {
    throw new TemplateError(`Template error: Fn::Cidr cannot make ${count} subnets with ${bits} host bits of ${block}`)
  }
  const base = first * 2 ** 24 + second * 2 ** 16 + third * 2 ** 8 + fourth
  const start = base - (base % 2 ** (32 - prefix))
  return Array.from({ length: wanted }, (_, index) => `${dotted(start + index * 2 ** hostBits)}/${32 - hostBits}`)
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.')
}

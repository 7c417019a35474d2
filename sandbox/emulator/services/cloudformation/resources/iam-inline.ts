import type { ValueMap } from '../../../../template/index.ts'
import type { Kind } from './iam-attachments.ts'
import { pick, type Io, type Provider } from './provider.ts'

/** One inline policy of one identity, as a resource of its own. */
function inline(kind: Kind): Provider {
  const names = ['PolicyName', `${kind}Name`]
  const put = (io: Io, properties: ValueMap) => io.call('iam', `Put${kind}Policy`, { PolicyDocument: {}, ...properties })
  return {
    type: `AWS::IAM::${kind}Policy`,
    properties: ['PolicyDocument', ...names],
    required: names,
    replaces: names,
    async create(properties, io) {
      await put(io, properties)
      return { physicalId: names.map((name) => String(properties[name])).join('|') }
    },
    async update(properties, was, io) {
      await put(io, properties)
      return { physicalId: was.physicalId }
    },
    async delete(was, io) {
      await io.call('iam', `Delete${kind}Policy`, pick(was.properties, names))
    },
  }
}

export const rolePolicy = inline('Role')
export const userPolicy = inline('User')
export const groupPolicy = inline('Group')

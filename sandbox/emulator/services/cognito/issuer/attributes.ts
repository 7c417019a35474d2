import type { AttributeType, SchemaAttributeType } from '@aws-sdk/client-cognito-identity-provider'
import { invalidParameter } from '../errors.ts'
import type { Pool, User } from '../state.ts'

type Attributes = Readonly<Record<string, string>>

/** Attributes as AWS lists them: `sub` among the others. */
export function attributeList(user: User): AttributeType[] {
  const all = { ...user.attributes, sub: user.sub }
  return Object.entries(all).map(([Name, Value]) => ({ Name, Value }))
}

/** From AWS's list to names and values; throws InvalidParameterException for what the pool's schema does not hold. */
export function readAttributes(pool: Pool, list: readonly AttributeType[] | undefined): Record<string, string> {
  const schema = new Map((pool.settings.SchemaAttributes ?? []).map((attribute) => [attribute.Name, attribute]))
  const found: Record<string, string> = {}
  for (const { Name = '', Value = '' } of list ?? []) {
    if (Name === 'sub') throw invalidParameter('Cannot modify the non-mutable attribute sub')
    const attribute = schema.get(Name)
    if (!attribute)
      throw invalidParameter(`Attributes did not conform to the schema: Type for attribute {${Name}} could not be determined`)
    const broken = brokenRule(attribute, Value)
    if (broken) throw invalidParameter(broken)
    found[Name] = Value
  }
  return found
}

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/
export const isEmail = (value: string): boolean => EMAIL.test(value)
export const isPhoneNumber = (value: string): boolean => /^\+[1-9]\d{1,14}$/.test(value)

function brokenRule(attribute: SchemaAttributeType, value: string): string | undefined {
  const { Name = '', AttributeDataType, StringAttributeConstraints, NumberAttributeConstraints } = attribute
  if (Name === 'email' && value !== '' && !isEmail(value)) return 'Invalid email address format.'
  if (Name === 'phone_number' && value !== '' && !isPhoneNumber(value)) return 'Invalid phone number format.'
  const about = `Attributes did not conform to the schema: ${Name}:`
  if (AttributeDataType === 'Boolean' && value !== 'true' && value !== 'false')
    return `${about} Attribute value for ${Name} must be a boolean\n`
  if (AttributeDataType === 'String') {
    const { MinLength, MaxLength } = StringAttributeConstraints ?? {}
    if (MaxLength !== undefined && value.length > Number(MaxLength))
      return `${about} String must be no longer than ${MaxLength} characters\n`
    if (MinLength !== undefined && value.length < Number(MinLength))
      return `${about} String must be at least ${MinLength} characters\n`
  }
  if (AttributeDataType === 'Number') {
    const { MinValue, MaxValue } = NumberAttributeConstraints ?? {}
    if (!/^-?\d+$/.test(value)) return `${about} Attribute value for ${Name} must be a number\n`
    if (MaxValue !== undefined && Number(value) > Number(MaxValue)) return `${about} Number must be no greater than ${MaxValue}\n`
    if (MinValue !== undefined && Number(value) < Number(MinValue)) return `${about} Number must be no less than ${MinValue}\n`
  }
  return undefined
}

/** Throws InvalidParameterException for a change of what may be set only once. */
export function checkMutable(pool: Pool, changes: Attributes, user: User): void {
  for (const { Name = '', Mutable } of pool.settings.SchemaAttributes ?? [])
    if (Mutable === false && changes[Name] !== undefined && user.attributes[Name] !== undefined)
      throw invalidParameter(`user.${Name}: Attribute cannot be updated.\n`)
}

/** A user's attributes after a change: a new address is unverified unless the change says otherwise; empty values go. */
export function mergeAttributes(user: User, changes: Attributes): Attributes {
  const merged: Record<string, string> = { ...user.attributes, ...changes }
  for (const name of ['email', 'phone_number'])
    if (changes[name] !== undefined && changes[name] !== user.attributes[name] && changes[`${name}_verified`] === undefined)
      merged[`${name}_verified`] = 'false'
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ''))
}

/** A user's attributes without some of them; throws InvalidParameterException for one that the pool requires. */
export function withoutAttributes(pool: Pool, user: User, names: readonly string[]): Attributes {
  for (const { Name = '', Required } of pool.settings.SchemaAttributes ?? [])
    if (Required && names.includes(Name)) throw invalidParameter(`user.${Name}: Attribute cannot be removed.\n`)
  const gone = new Set(names.flatMap((name) => [name, `${name}_verified`]))
  return Object.fromEntries(Object.entries(user.attributes).filter(([name]) => !gone.has(name)))
}

import type { AttributeDataType, SchemaAttributeType } from '@aws-sdk/client-cognito-identity-provider'

/** The attributes that every pool has (OpenID Connect's standard claims), with AWS's constraints. */
export const STANDARD_ATTRIBUTES: readonly SchemaAttributeType[] = [
  { ...text('sub', 1), Mutable: false, Required: true },
  text('name'),
  text('given_name'),
  text('family_name'),
  text('middle_name'),
  text('nickname'),
  text('preferred_username'),
  text('profile'),
  text('picture'),
  text('website'),
  text('email'),
  attribute('email_verified', 'Boolean'),
  text('gender'),
  text('birthdate', 10, 10),
  text('zoneinfo'),
  text('locale'),
  text('phone_number'),
  attribute('phone_number_verified', 'Boolean'),
  text('address'),
  { ...attribute('updated_at', 'Number'), NumberAttributeConstraints: { MinValue: '0' } },
  { ...attribute('identities', 'String'), StringAttributeConstraints: {} },
]

function attribute(Name: string, AttributeDataType: AttributeDataType): SchemaAttributeType {
  return { Name, AttributeDataType, DeveloperOnlyAttribute: false, Mutable: true, Required: false }
}

function text(name: string, min = 0, max = 2048): SchemaAttributeType {
  return { ...attribute(name, 'String'), StringAttributeConstraints: { MinLength: String(min), MaxLength: String(max) } }
}

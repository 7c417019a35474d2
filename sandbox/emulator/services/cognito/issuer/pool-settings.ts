import type {
  CreateUserPoolRequest, PasswordPolicyType, SchemaAttributeType, UpdateUserPoolRequest, UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider'
import type { Context } from '../../../kernel/context.ts'
import { invalidParameter } from '../errors.ts'
import { listDomains, type Domain } from '../hosted-state.ts'
import { usersOf, type Pool, type PoolSettings } from '../state.ts'
import { poolArn } from './issuer.ts'
import { STANDARD_ATTRIBUTES } from './standard-attributes.ts'

/** What a new pool is told, filled up with what AWS sets by itself. */
export function newPoolSettings({ PoolName, Schema, ...given }: CreateUserPoolRequest): PoolSettings {
  if (given.UsernameAttributes?.length && given.AliasAttributes?.length)
    throw invalidParameter('Only one of the aliasAttributes or usernameAttributes can be set in a user pool.')
  return withDefaults({ ...given, Name: PoolName!, SchemaAttributes: schemaOf(Schema ?? []) })
}

/**
 * An update replaces everything: what it leaves out goes back to AWS's default. Only what is fixed when the pool is
 * made (schema, sign-in names, capitals) and the name stay.
 */
export function updatedPoolSettings(pool: Pool, { UserPoolId: _, PoolName, ...given }: UpdateUserPoolRequest): PoolSettings {
  const { Name, SchemaAttributes, UsernameAttributes, AliasAttributes, UsernameConfiguration, UserPoolTags } = pool.settings
  const fixed = { SchemaAttributes, UsernameAttributes, AliasAttributes, UsernameConfiguration }
  return withDefaults({ UserPoolTags, ...given, ...fixed, Name: PoolName ?? Name }, pool.softwareTokenMfa || pool.emailMfa !== undefined)
}

/** MFA that is asked for before SetUserPoolMfaConfig is MFA by text message. */
function withDefaults(given: PoolSettings, hasOtherMfa = false): PoolSettings {
  if (given.MfaConfiguration === 'ON' && !hasOtherMfa && !given.SmsConfiguration)
    throw invalidParameter('SMS configuration and Auto verification for phone_number are required when MFA is required/optional')
  return {
    ...given,
    Policies: {
      PasswordPolicy: passwordPolicy(given.Policies?.PasswordPolicy),
      SignInPolicy: given.Policies?.SignInPolicy ?? { AllowedFirstAuthFactors: ['PASSWORD'] },
    },
    DeletionProtection: given.DeletionProtection ?? 'INACTIVE',
    LambdaConfig: given.LambdaConfig ?? {},
    VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_CODE', ...given.VerificationMessageTemplate },
    MfaConfiguration: given.MfaConfiguration ?? 'OFF',
    EmailConfiguration: given.EmailConfiguration ?? { EmailSendingAccount: 'COGNITO_DEFAULT' },
    UserPoolTags: given.UserPoolTags ?? {},
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: false, UnusedAccountValidityDays: 7, ...given.AdminCreateUserConfig },
    UserPoolTier: given.UserPoolTier ?? 'ESSENTIALS',
  }
}

/** No policy at all is AWS's strict one; a policy that names only some rules asks for only those. */
function passwordPolicy(given: PasswordPolicyType | undefined): PasswordPolicyType {
  const on = given === undefined
  const base = { MinimumLength: 8, RequireUppercase: on, RequireLowercase: on, RequireNumbers: on, RequireSymbols: on }
  const policy = { ...base, TemporaryPasswordValidityDays: 7, ...given }
  const length = policy.MinimumLength ?? 8
  if (length < 6 || length > 99)
    throw invalidParameter('Minimum length for password policy must be between 6 and 99.')
  return policy
}

function schemaOf(given: readonly SchemaAttributeType[]): SchemaAttributeType[] {
  const changes = new Map(given.map((attribute) => [attribute.Name, attribute]))
  const standard = STANDARD_ATTRIBUTES.map((attribute) => ({ ...attribute, ...changes.get(attribute.Name) }))
  const names = new Set(standard.map(({ Name }) => Name))
  return [...standard, ...given.filter(({ Name }) => !names.has(Name)).map(customAttribute)]
}

/** A pool's own attribute, whose name gets its prefix here. */
export function customAttribute(given: SchemaAttributeType): SchemaAttributeType {
  if (!given.AttributeDataType) throw invalidParameter('AttributeDataType is required for custom attributes.')
  if (given.Required) throw invalidParameter('Required custom attributes are not supported currently.')
  const prefix = given.DeveloperOnlyAttribute ? 'dev:custom:' : 'custom:'
  const { AttributeDataType: type } = given
  return {
    Name: `${prefix}${given.Name}`,
    AttributeDataType: type,
    DeveloperOnlyAttribute: given.DeveloperOnlyAttribute ?? false,
    Mutable: given.Mutable ?? true,
    Required: false,
    ...(type === 'String' ? { StringAttributeConstraints: given.StringAttributeConstraints ?? {} } : {}),
    ...(type === 'Number' ? { NumberAttributeConstraints: given.NumberAttributeConstraints ?? {} } : {}),
  }
}

const NOT_INVOKED = ['CustomSMSSender', 'CustomEmailSender', 'InboundFederation'] as const

/** Says what the settings ask for and this emulator will not do. */
export function noteTriggers(ctx: Pick<Context, 'settings'>, pool: Pool): void {
  const triggers = NOT_INVOKED.filter((name) => pool.settings.LambdaConfig?.[name])
  if (triggers.length > 0) ctx.settings.log(`cognito ${pool.id}: Lambda triggers are kept but not invoked: ${triggers.join(', ')}`)
}

export function describePool(ctx: Pick<Context, 'store'>, pool: Pool): UserPoolType {
  return {
    Id: pool.id,
    ...pool.settings,
    ...domainNames(listDomains(ctx, pool)),
    LastModifiedDate: new Date(pool.updatedAt),
    CreationDate: new Date(pool.createdAt),
    EstimatedNumberOfUsers: usersOf(ctx, pool).size,
    Arn: poolArn(pool, pool.id),
  }
}

function domainNames(domains: readonly Domain[]): Pick<UserPoolType, 'Domain' | 'CustomDomain'> {
  const [own, prefix] = [domains.find(({ certificateArn }) => certificateArn), domains.find(({ certificateArn }) => !certificateArn)]
  return { ...(prefix ? { Domain: prefix.name } : {}), ...(own ? { CustomDomain: own.name } : {}) }
}

import type { EmailMfaConfigType, UserPoolClientType, UserPoolType, UserStatusType } from '@aws-sdk/client-cognito-identity-provider'
import type { JWK } from 'jose'

/** Times in this file are epoch milliseconds unless their name says otherwise. */
export interface Pool {
  readonly id: string
  readonly account: string
  readonly region: string
  readonly createdAt: number
  readonly updatedAt: number
  readonly settings: PoolSettings
  /** Whether users may have an app for one-time codes as their second factor. */
  readonly softwareTokenMfa?: boolean
  /** Whether they may have a text message; its words and how it would be sent are settings of the pool. */
  readonly smsMfa?: boolean
  /** The words of a message by email; absent where that is no second factor. */
  readonly emailMfa?: EmailMfaConfigType
}
type PoolComputed = 'Id' | 'Arn' | 'Status' | 'CreationDate' | 'LastModifiedDate' | 'EstimatedNumberOfUsers'
export type PoolSettings = Omit<UserPoolType, PoolComputed>

export interface Client {
  readonly id: string
  readonly poolId: string
  readonly createdAt: number
  readonly updatedAt: number
  readonly settings: ClientSettings
}
export type ClientSettings = Omit<UserPoolClientType, 'ClientId' | 'UserPoolId' | 'CreationDate' | 'LastModifiedDate'>

export interface User {
  readonly username: string
  readonly sub: string
  /** By name; without `sub`. */
  readonly attributes: Readonly<Record<string, string>>
  readonly enabled: boolean
  readonly status: UserStatusType
  readonly createdAt: number
  readonly updatedAt: number
  readonly password?: PasswordVerifier
  /** Earlier ones, last first, as many as the pool's `PasswordHistorySize` wants to know of. */
  readonly formerPasswords?: readonly PasswordVerifier[]
  /** When a temporary password stops being accepted. */
  readonly passwordExpiresAt?: number
  /** Wrong passwords in a row. */
  readonly failures?: { readonly count: number; readonly at: number; readonly lockedUntil: number }
  /** Names of groups, in the order of joining. */
  readonly groups: readonly string[]
  /** The codes that were last sent, by what they confirm. */
  readonly codes: Readonly<Partial<Record<CodePurpose, SentCode>>>
  readonly totp?: SoftwareToken
  /** Second factors that are sent to the user. */
  readonly smsMfa?: MfaPreference
  readonly emailMfa?: MfaPreference
}
/** An invitation's "code" is the temporary password. */
export type CodePurpose = 'sign-up' | 'password' | 'email' | 'phone_number' | 'invitation' | 'sign-in'

export interface MfaPreference {
  readonly enabled: boolean
  readonly preferred: boolean
}

/** A user's app for one-time codes. */
export interface SoftwareToken extends MfaPreference {
  /** Base32, as the app is given it. */
  readonly secret: string
  readonly verified: boolean
  readonly deviceName?: string
  /** The time step of the last code that was taken: no code counts twice. */
  readonly usedStep?: number
}

/** SRP's salt and verifier, in hex: enough to check a password, not to learn it. */
export interface PasswordVerifier {
  readonly salt: string
  readonly verifier: string
}

export interface SentCode {
  readonly code: string
  readonly expiresAt: number
  /** What the mail or text message says. */
  readonly message: string
  readonly subject?: string
}

export interface Group {
  readonly name: string
  readonly description?: string
  readonly roleArn?: string
  readonly precedence?: number
  readonly createdAt: number
  readonly updatedAt: number
}

/** What one sign-in gave rise to: all tokens with the same `origin_jti`. */
export interface SignIn {
  readonly originJti: string
  readonly poolId: string
  readonly clientId: string
  readonly username: string
  readonly authTime_s: number
  readonly expiresAt: number
  readonly revoked: boolean
  /** What was granted at the authorize endpoint; absent for sign-ins by the API. */
  readonly scopes?: readonly string[]
}

export interface RefreshToken {
  readonly originJti: string
  readonly expiresAt: number
  /** Rotation: from here on the token is spent. */
  readonly spentAt?: number
}

/** A sign-in that waits for an answer of the client. */
export interface Challenge {
  readonly name:
    | 'NEW_PASSWORD_REQUIRED' | 'PASSWORD_VERIFIER' | 'CUSTOM_CHALLENGE' | 'MFA_SETUP' | 'SELECT_MFA_TYPE' | 'SOFTWARE_TOKEN_MFA' | 'SMS_MFA'
    | 'EMAIL_OTP' | 'SMS_OTP' | 'SELECT_CHALLENGE' | 'PASSWORD' | 'PASSWORD_SRP'
  readonly poolId: string
  readonly clientId: string
  /** Absent for the made-up challenge that hides that there is no such user. */
  readonly username?: string
  readonly expiresAt: number
  /** The server's side of SRP, in hex. */
  readonly srp?: { readonly clientPublic: string; readonly serverPrivate: string; readonly serverPublic: string }
  /** MFA_SETUP: the secret that the app was given, and whether it has proven to have it. */
  readonly setup?: { readonly secret: string; readonly verified: boolean; readonly deviceName?: string }
  readonly custom?: CustomProgress
}

/** How far a sign-in by a pool's own challenges has come. */
export interface CustomProgress {
  /** The name that the user gave; it may be nobody's. */
  readonly name: string
  readonly answered: readonly ChallengeResult[]
  readonly privateParameters: Readonly<Record<string, string>>
  readonly metadata: string | null
}
/** As the functions see it. */
export interface ChallengeResult {
  readonly challengeName: string
  readonly challengeResult: boolean
  readonly challengeMetadata: string | null
}

export interface PoolKeys {
  readonly id: JWK
  readonly access: JWK
  /** Public halves of earlier keys, whose tokens still verify. */
  readonly retired?: readonly JWK[]
}

import type { AppliedStack } from '../../stack/apply.ts'

/** An ARN in a template's terms: plain, or what a function makes of `value`. */
export interface Expression {
  readonly fn?: 'GetAtt' | 'Sub'
  readonly value: string
}

/** The stack as far as ARNs are made of it. */
export interface Place extends Pick<AppliedStack, 'name' | 'account' | 'resources'> {
  readonly region: string
}

const ARN_OF: Readonly<Record<string, (ref: string, place: Place) => string>> = {
  'AWS::S3::Bucket': (ref) => `arn:aws:s3:::${ref}`,
  'AWS::Kinesis::Stream': (ref, { region, account }) => `arn:aws:kinesis:${region}:${account}:stream/${ref}`,
  'AWS::Lambda::Function': (ref, { region, account }) => `arn:aws:lambda:${region}:${account}:function:${ref}`,
  'AWS::IAM::Role': (ref, { account }) => `arn:aws:iam::${account}:role/${ref}`,
  'AWS::Cognito::UserPool': (ref, { region, account }) => `arn:aws:cognito-idp:${region}:${account}:userpool/${ref}`,
}

/**
 * Says an ARN by the stack's resources, else by its name, account and region, so that the template fits everywhere.
 * `avoid` are logical ids that must not be referred to: they depend on whoever holds the policy.
 */
export function expressArn(arn: string, place: Place | undefined, avoid: ReadonlySet<string> = new Set()): Expression {
  if (!place || !arn.startsWith('arn:')) return { value: arn }
  for (const [logicalId, { type, ref }] of Object.entries(place.resources)) {
    const own = avoid.has(logicalId) ? undefined : ARN_OF[type]?.(ref, place)
    if (own === undefined || !arn.startsWith(own)) continue
    const rest = arn.slice(own.length)
    if (rest === '') return { fn: 'GetAtt', value: `${logicalId}.Arn` }
    if (/^[/:]/.test(rest)) return { fn: 'Sub', value: `\${${logicalId}.Arn}${plain(rest)}` }
  }
  return byPseudoParameters(arn, place)
}

function byPseudoParameters(arn: string, { name, account, region }: Place): Expression {
  const [, partition, service, where, whose, ...rest] = arn.split(':')
  if (partition !== 'aws') return { value: arn }
  const own = plain(rest.join(':')).replaceAll(new RegExp(`(^|[/:])${name.replace(/[^\w-]/g, '\\$&')}-`, 'g'), `$1\${AWS::StackName}-`)
  const value = ['arn', '${AWS::Partition}', service, where === region ? '${AWS::Region}' : where, whose === account ? '${AWS::AccountId}' : whose, own].join(':')
  return { fn: 'Sub', value }
}

/** In what Sub reads, `${!x}` is `${x}`. */
const plain = (text: string) => text.replaceAll('${', '${!')

export const asYaml = ({ fn, value }: Expression) => (fn ? `!${fn} ${quoted(value)}` : quoted(value))

export const asJson = ({ fn, value }: Expression): unknown =>
  fn === undefined ? value : fn === 'Sub' ? { 'Fn::Sub': value } : { 'Fn::GetAtt': value.split('.') }

/** A plain scalar where YAML takes it for that. */
export const quoted = (text: string) => (/^[A-Za-z$][\w$:/.{}*+=@-]*$/.test(text) && !text.endsWith(':') ? text : `'${text.replaceAll("'", "''")}'`)

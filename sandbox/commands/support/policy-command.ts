import type { Remedy } from './iam-answers.ts'

/** The AWS CLI's command that makes a change; undefined where none can. */
export function commandFor(remedy: Remedy): string | undefined {
  const { holder, holderName, policyName = '', document } = remedy
  const own = `--policy-document ${shell(document)}`
  switch (holder) {
    case 'role':
    case 'user':
    case 'group':
      return `aws iam put-${holder}-policy --${holder}-name ${shell(holderName)} --policy-name ${shell(policyName)} ${own}`
    case 'managed':
      return `aws iam create-policy-version --policy-arn ${shell(holderName)} --set-as-default ${own}`
    case 'trust':
      return `aws iam update-assume-role-policy --role-name ${shell(holderName.slice(holderName.lastIndexOf('/') + 1))} ${own}`
    case 'resource':
      return onResource(remedy)
    default:
      return undefined
  }
}

function onResource(remedy: Remedy): string | undefined {
  const { holderName, document } = remedy
  const service = holderName.split(':')[2]
  if (service === 's3') return `aws s3api put-bucket-policy --bucket ${shell(holderName.slice('arn:aws:s3:::'.length).split('/')[0]!)} --policy ${shell(document)}`
  if (service === 'kinesis') return `aws kinesis put-resource-policy --resource-arn ${shell(holderName)} --policy ${shell(document)}`
  if (service === 'lambda') return onFunction(remedy)
  return undefined
}

function onFunction({ kind, holderName, statement }: Remedy): string | undefined {
  const sid = statement['Sid']
  if (kind === 'remove') return sid === undefined ? undefined : `aws lambda remove-permission --function-name ${shell(holderName)} --statement-id ${shell(String(sid))}`
  const [principal] = Object.values((statement['Principal'] ?? {}) as Record<string, string>)
  const source = Object.values((statement['Condition'] ?? {}) as Record<string, Record<string, string>>)[0]?.['aws:SourceArn']
  return [
    `aws lambda add-permission --function-name ${shell(holderName)} --statement-id sandbox-why --action ${shell(String(statement['Action']))}`,
    `--principal ${shell(principal ?? '*')}`,
    ...(source === undefined ? [] : [`--source-arn ${shell(source)}`]),
  ].join(' ')
}

/** As one word of a POSIX shell. */
const shell = (text: string) => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`)

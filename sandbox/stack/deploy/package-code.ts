import { createHash } from 'node:crypto'
import { localCodeIn, templateValue, withCode, type LocalCode, type PseudoParameters, type Template } from '../../template/index.ts'
import { buildCode } from '../build-code.ts'

/** A deployment package, and the name that its bytes give it: the same code is the same object. */
export interface CodePackage {
  readonly logicalId: string
  readonly key: string
  readonly zip: Uint8Array
}

export interface Packaged {
  /** JSON in which all local code is named by where it will be in the bucket. */
  readonly templateText: string
  readonly packages: readonly CodePackage[]
}

export interface PackageOptions {
  /** Folder of the template. */
  readonly directory: string
  readonly bucket: string
  readonly parameters: Readonly<Record<string, string>>
  readonly pseudo: PseudoParameters
}

/** Builds and zips all local code of a template and says in a copy of it where the zips will be. Nothing is uploaded. */
export async function packageCode(template: Template, { directory, bucket, parameters, pseudo }: PackageOptions): Promise<Packaged> {
  const code = localCodeIn(template, parameters, pseudo)
  const packages = await Promise.all(code.map((item) => packageOf(item, directory)))
  const keys = new Map(packages.map(({ logicalId, key }) => [logicalId, key]))
  const placed = withCode(template, code, (item) => placeOf(item, bucket, keys.get(item.logicalId)!))
  return { templateText: JSON.stringify(templateValue(placed)), packages }
}

async function packageOf({ logicalId, path, runtime, metadata }: LocalCode, directory: string): Promise<CodePackage> {
  const zip = await buildCode({ logicalId, metadata, properties: { Code: path, Runtime: runtime } }, { directory, isPortable: true })
  return { logicalId, key: `code/${createHash('sha256').update(zip).digest('hex').slice(0, 32)}.zip`, zip }
}

/** SAM's own types take an address; CloudFormation's take its parts. */
function placeOf({ property }: LocalCode, bucket: string, key: string) {
  return property.endsWith('Uri') ? `s3://${bucket}/${key}` : { S3Bucket: bucket, S3Key: key }
}

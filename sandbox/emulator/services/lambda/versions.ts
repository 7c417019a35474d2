import type { Context, Host } from '../../kernel/context.ts'
import { collection } from '../../kernel/store.ts'
import { invalidParameter } from './errors.ts'
import { checkRevision, LATEST, functions, ownedBy, qualifiedKey, scopeOf, versions, type Code, type FunctionRecord } from './state.ts'

/** The last number given out, by function. It outlives the function: AWS never uses a version's number again. */
const numbers = collection<number>('lambda.version-numbers', 'region')
/** What each version was made of, so that the same is not published twice. */
const contents = collection<string>('lambda.version-contents', 'region')

interface Wanted {
  readonly CodeSha256?: string | undefined
  readonly Description?: string | undefined
  readonly RevisionId?: string | undefined
}

/** Makes a version of what the function is now; where nothing has changed since the last one, gives that. */
export function publish(ctx: Context, found: FunctionRecord, wanted: Wanted = {}): FunctionRecord {
  checkRevision(found, wanted.RevisionId)
  if (wanted.CodeSha256 && wanted.CodeSha256 !== found.code.sha256)
    throw invalidParameter(
      `CodeSHA256 (${wanted.CodeSha256}) is different from current CodeSHA256 in $LATEST (${found.code.sha256}). Please try again with the CodeSHA256 in $LATEST.`,
    )
  const where = scopeOf(ctx, found)
  const content = contentOf(found)
  const number = numbers(where).get(found.name) ?? 0
  const last = versions(where).get(qualifiedKey(found.name, String(number)))
  if (last && contents(where).get(found.name) === content) return last
  const { reservedConcurrency: _, ...rest } = found
  const description = wanted.Description || found.description
  const version = { ...rest, version: String(number + 1), tags: {}, description, lastModified: ctx.now, revisionId: ctx.ids.uuid() }
  numbers(where).put(found.name, number + 1)
  contents(where).put(found.name, content)
  return versions(where).put(qualifiedKey(found.name, version.version), version)
}

function contentOf(found: FunctionRecord): string {
  const { lastModified: _, revisionId: _2, tags: _3, reservedConcurrency: _4, ...rest } = found
  return JSON.stringify({ ...rest, code: found.code.sha256 })
}

/** `$LATEST` and all published versions, in their order. */
export function allVersions(host: Pick<Host, 'store'>, latest: FunctionRecord): FunctionRecord[] {
  const published = ownedBy(versions(scopeOf(host, latest)), latest.name)
  return [latest, ...published.sort((a, b) => Number(a.version) - Number(b.version))]
}

/** Sorts `$LATEST` before 1, and 9 before 10. */
export const versionOrder = ({ name, version }: FunctionRecord) => `${name}:${version === LATEST ? '' : version.padStart(12, '0')}`

/** Forgets a zip that neither the function nor one of its versions holds any more. */
export function releaseCode(host: Host, of: FunctionRecord, code: Code): void {
  if (code.hotFolder !== undefined) return
  const where = scopeOf(host, of)
  const latest = functions(where).get(of.name)
  const holders = latest ? allVersions(host, latest) : ownedBy(versions(where), of.name)
  if (!holders.some((holder) => holder.code.zip.id === code.zip.id)) host.blobs.delete(code.zip)
}

import { note, paint, print, printJson, bytes } from './support/output.ts'
import { postFile, signIn, type SignInOptions, type Uploaded } from './support/pipeline.ts'
import { findTarget, type Target, type TargetOptions } from './support/target.ts'
import { EXIT, UserError } from './support/user-error.ts'

export interface UploadOptions extends TargetOptions, SignInOptions {
  readonly name?: string
  readonly token?: string
  readonly json?: boolean
}

const PROGRESS_FROM_FILES = 20
const PARALLEL = 8

/** `sandbox upload <file…>`: post each file with a token; all are tried even where some are refused. */
export async function upload(files: readonly string[], options: UploadOptions): Promise<void> {
  if (options.name !== undefined && files.length !== 1) throw new UserError('--name goes with one file.', EXIT.usage)
  const target = await findTarget(options)
  try {
    const token = options.token ?? (await signIn(target, options)).accessToken
    const { done, failed } = await postAll(target, token, files, options)
    if (options.json) printJson({ uploaded: done, failed: failed.map(({ message }) => message) })
    const worst = failed[0]
    if (!worst) return
    if (failed.length > 1 && !options.json) for (const { message } of failed.slice(1)) note(message)
    throw worst
  } finally {
    await target.clients.destroy()
  }
}

async function postAll(
  target: Target,
  token: string,
  files: readonly string[],
  options: UploadOptions,
): Promise<{ done: Uploaded[]; failed: UserError[] }> {
  const done: Uploaded[] = []
  const failed: UserError[] = []
  const queue = [...files]
  const worker = async () => {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
      try {
        const uploaded = await postFile(target, token, file, options.name)
        done.push(uploaded)
        if (!options.json) print(line(uploaded))
      } catch (error) {
        if (!(error instanceof UserError)) throw error
        failed.push(error)
      }
      const count = done.length + failed.length
      if (files.length >= PROGRESS_FROM_FILES && count % PROGRESS_FROM_FILES === 0) note(`${count} of ${files.length}`)
    }
  }
  await Promise.all(Array.from({ length: PARALLEL }, worker))
  return { done, failed }
}

export function line({ file, bucket, key, size_bytes, duration_ms }: Uploaded): string {
  const detail = paint('dim', `${bytes(size_bytes)}, ${Math.round(duration_ms)} ms`)
  return `${paint('green', 'uploaded')}  ${file} → s3://${bucket}/${key}  ${detail}`
}

import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, expect, test } from 'vitest'
import { createIds } from '../../emulator/kernel/ids.ts'
import { Workplace, type UpReport } from '../cli.ts'

/** Each round starts a whole sandbox: a few in every run, more by `CRASH_ROUNDS`. */
const ROUNDS = Math.ceil(Number(process.env['CRASH_ROUNDS'] ?? 6) / 2)
const SEED = process.env['CRASH_SEED'] ?? 'crash'
const UPLOADS = 12

const place = new Workplace()
afterAll(() => place[Symbol.asyncDispose]())

const { fraction } = createIds(SEED)

/** Posts texts at once, and ends the process when so many were answered; gives the names that were. */
async function upload({ stack }: UpReport, round: number, most: number): Promise<string[]> {
  const authorization = `Bearer ${(await place.sandbox('token')).stdout.trim()}`
  const answered: string[] = []
  await Promise.all(
    Array.from({ length: UPLOADS }, async (_, n) => {
      const filename = `${round}-${n}.txt`
      const post = { method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body: JSON.stringify({ filename, content: `text ${filename}` }) }
      const answer = await fetch(`${stack.outputs['ApiUrl']}/uploads`, post).catch(() => undefined)
      if (answer?.status !== 200) return
      answered.push(filename)
      if (answered.length === most) await place.kill()
    }),
  )
  if (answered.length < most) await place.kill()
  return answered
}

test(`what was taken on before one of ${ROUNDS} kill -9 comes out processed`, { timeout: 60_000 + ROUNDS * 30_000 }, async () => {
  const answered: string[] = []
  for (let round = 0; round < ROUNDS; round++) answered.push(...(await upload(await place.up(), round, 1 + Math.floor(fraction() * UPLOADS))))
  const { endpoints, stack } = await place.up()
  expect(await place.sandbox('wait', '--idle', '--timeout', '60')).toMatchObject({ code: 0 })
  const s3 = new S3Client({ endpoint: endpoints.aws, region: endpoints.region, forcePathStyle: true, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } })
  const processed = async (name: string) => (await s3.send(new GetObjectCommand({ Bucket: stack.outputs['ProcessedBucket'], Key: `processed/${name}` }))).Body!.transformToString()
  expect(answered.length, `seed ${SEED}`).toBeGreaterThanOrEqual(ROUNDS)
  for (const name of answered) expect(await processed(name).catch((error: Error) => error.name), `seed ${SEED}: ${name}`).toBe(`TEXT ${name.toUpperCase()}`)
  s3.destroy()
})

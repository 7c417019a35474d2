import { startEmulator } from '/work/main/sandbox/emulator/index.ts'
import { rootPrincipal } from '/work/main/sandbox/emulator/kernel/context.ts'
import http from 'node:http'
import http2 from 'node:http2'
import { randomBytes } from 'node:crypto'
const e = await startEmulator({ port: 0, log: console.error })
const caller = { principal: rootPrincipal('000000000000'), region: 'us-east-1' }
await e.host.call(caller, 'kinesis', 'CreateStream', { StreamName: 's', ShardCount: 4 })
const Records = Array.from({ length: 500 }, () => ({ PartitionKey: randomBytes(8).toString('hex'), Data: randomBytes(256) }))
for (let r = 0; r < 3; r++) {
  const t = performance.now()
  for (let i = 0; i < 200; i++) await e.host.call(caller, 'kinesis', 'PutRecords', { StreamName: 's', Records })
  console.log('in process', Math.round(100000 / (performance.now() - t) * 1000), 'records/s')
}
const body = Buffer.from(JSON.stringify({ StreamName: 's', Records: Records.map((r) => ({ ...r, Data: r.Data.toString('base64') })) }))
const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'Kinesis_20131202.PutRecords', authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/kinesis/aws4_request, SignedHeaders=host, Signature=x' }
const agent = new http.Agent({ keepAlive: true })
const h1 = () => new Promise<number>((ok, no) => { const q = http.request({ port: e.port, host: '127.0.0.1', method: 'POST', agent, headers }, (res) => { let n = 0; res.on('data', (d) => n += d.length); res.on('end', () => ok(n)) }); q.on('error', no); q.end(body) })
for (let r = 0; r < 3; r++) {
  const t = performance.now()
  for (let i = 0; i < 50; i++) await Promise.all([h1(), h1(), h1(), h1()])
  console.log('h1', Math.round(100000 / (performance.now() - t) * 1000), 'records/s')
}
const session = http2.connect(e.endpoint)
const h2 = () => new Promise<void>((ok, no) => { const q = session.request({ ':method': 'POST', ':path': '/', ...headers }); q.on('data', () => {}); q.on('end', ok); q.on('error', no); q.end(body) })
for (let r = 0; r < 3; r++) {
  const t = performance.now()
  for (let i = 0; i < 50; i++) await Promise.all([h2(), h2(), h2(), h2()])
  console.log('h2', Math.round(100000 / (performance.now() - t) * 1000), 'records/s')
}
session.destroy(); agent.destroy()
console.log(process.memoryUsage().rss / 2 ** 20)
await e.stop()

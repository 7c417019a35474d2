import { listen } from '/work/main/sandbox/emulator/kernel/front.ts'
import http from 'node:http'
import http2 from 'node:http2'
import { Worker, isMainThread, workerData, parentPort } from 'node:worker_threads'
if (isMainThread) {
  const front = await listen({ host: '127.0.0.1', port: 0 }, async (r) => ({ status: 200, headers: { 'content-type': 'text/plain' }, body: r.method === 'GET' ? 'hello' : await r.bytes() }))
  const s = http2.connect('http://127.0.0.1:' + front.port, { maxSessionMemory: 4096 })
  const big = Buffer.alloc(13 * 2 ** 20)
  const t = performance.now()
  const res = await Promise.allSettled(Array.from({ length: 20 }, () => new Promise<number>((ok, no) => { const q = s.request({ ':method': 'POST', ':path': '/' }); let n = 0; q.on('data', (d) => n += d.length); q.on('end', () => ok(n)); q.on('error', no); q.end(big) })))
  console.log(res.map((r) => r.status === 'fulfilled' ? r.value === big.length : String(r.reason)).join(' '), Math.round(performance.now() - t), 'ms')
  s.destroy()
  const plain = http.createServer((q, r) => { r.writeHead(200, { 'content-type': 'text/plain', 'content-length': '5' }); r.end('hello') })
  await new Promise<void>((ok) => plain.listen(0, '127.0.0.1', ok))
  const ports = { plain: (plain.address() as any).port, front: front.port }
  for (let round = 0; round < 3; round++) for (const keepAlive of [true, false]) for (const [name, port] of Object.entries(ports)) {
    const w = new Worker(new URL(import.meta.url), { workerData: { port, keepAlive } })
    const rate = await new Promise((ok) => w.once('message', ok))
    console.log(name, keepAlive ? 'keep-alive' : 'connection each', rate)
    await w.terminate()
  }
  await front.close(); plain.closeAllConnections(); plain.close()
} else {
  const { port, keepAlive } = workerData
  const agent = new http.Agent({ keepAlive, maxSockets: 16 })
  const one = () => new Promise<void>((ok, no) => { http.get({ port, host: '127.0.0.1', agent }, (r) => { r.resume(); r.on('end', ok) }).on('error', no) })
  const N = keepAlive ? 15000 : 5000
  let left = N
  const go = async () => { while (left-- > 0) await one() }
  await Promise.all(Array.from({ length: 16 }, go))
  left = N
  const t = performance.now()
  await Promise.all(Array.from({ length: 16 }, go))
  parentPort!.postMessage(Math.round(N / (performance.now() - t) * 1000) + ' req/s')
}

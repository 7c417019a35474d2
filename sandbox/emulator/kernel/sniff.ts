import type { Socket } from 'node:net'

/** What HTTP/2 by prior knowledge begins with; no HTTP/1.1 method does. */
const PREFACE = Buffer.from('PRI *')

/**
 * Looks at a connection's first bytes, puts them back, and calls `take` with the protocol that they belong to. A
 * connection that ends before that is closed. Nothing is read of a connection once it is taken.
 */
export function sniff(socket: Socket, take: (protocol: 'http1' | 'http2') => void): void {
  let seen: Buffer = Buffer.alloc(0)
  const onEnd = () => socket.destroy()
  const onReadable = () => {
    const chunk = socket.read() as Buffer | null
    if (chunk === null) return
    // One packet nearly always holds it all, but a `P` alone may become `PRI *` as well as `PUT`.
    seen = seen.length === 0 ? chunk : Buffer.concat([seen, chunk])
    const isPreface = startsAlike(seen)
    if (isPreface && seen.length < PREFACE.length) return
    socket.off('readable', onReadable)
    socket.off('end', onEnd)
    socket.unshift(seen)
    take(isPreface ? 'http2' : 'http1')
  }
  socket.on('readable', onReadable)
  socket.on('end', onEnd)
}

function startsAlike(bytes: Buffer): boolean {
  const length = Math.min(bytes.length, PREFACE.length)
  return bytes.compare(PREFACE, 0, length, 0, length) === 0
}

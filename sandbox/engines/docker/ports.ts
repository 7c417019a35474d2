import { createServer } from 'node:net'

/** A port of loopback that nobody listens on now. */
export function freePort(): Promise<number> {
  return listening(0)
}

/** Whether somebody listens on a port of loopback. */
export async function isTaken(port: number): Promise<boolean> {
  try {
    await listening(port)
    return false
  } catch (error) {
    // A port that is for root alone is nothing to Docker.
    return (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
  }
}

/** Listens for a moment; resolves to the port. */
function listening(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

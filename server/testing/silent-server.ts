import { createServer, type Socket } from 'node:net'

/** Listens, says nothing, and counts who comes: a publisher that nobody may ask. */
export async function silentServer(): Promise<{
  readonly port: number
  connections(): number
  close(): void
}> {
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => {}).destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    connections: () => sockets.length,
    close: () => void server.close(),
  }
}

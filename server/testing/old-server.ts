import { createServer, type Server, type Socket } from 'node:net'

const message = (type: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(5)
  head.write(type)
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}
const int16 = (value: number): Buffer => Buffer.from([value >> 8, value & 255])
const int32 = (value: number): Buffer => {
  const buffer = Buffer.alloc(4)
  buffer.writeInt32BE(value)
  return buffer
}
const text = (value: string): Buffer => Buffer.from(`${value}\0`)
const cell = (value: string): Buffer => Buffer.concat([int32(value.length), Buffer.from(value)])
const column = (name: string, type: number): Buffer =>
  Buffer.concat([text(name), int32(0), int16(0), int32(type), int16(-1), int32(-1), int16(0)])
const ready = message('Z', Buffer.from('I'))

/** Speaks just enough of the protocol to say that it is PostgreSQL 13. */
export function oldServer(): Promise<Server> {
  const answer = Buffer.concat([
    message('T', Buffer.concat([int16(2), column('version', 25), column('number', 23)])),
    message('D', Buffer.concat([int16(2), cell('13.9'), cell('130009')])),
    message('C', text('SELECT 1')),
    ready,
  ])
  const serve = (socket: Socket): void => {
    let started = false
    socket.on('error', () => {})
    socket.on('data', (data) => {
      if (!started) socket.write(Buffer.concat([message('R', int32(0)), ready]))
      else if (data[0] === 0x51) socket.write(answer)
      started = true
    })
  }
  const server = createServer(serve)
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

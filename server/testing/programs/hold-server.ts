import { connectServer, startServer } from '../../postgres/engine.ts'
import { DatabaseUrl } from '../../postgres/redact.ts'
import { newRunId } from '../../postgres/run-id.ts'
import { createScratch } from '../../postgres/scratch.ts'

// A program of its own that holds a server, or a scratch database on the server of HELD_URL: tests kill it in every way.
const runId = newRunId()
const held = process.env['HELD_URL']
const server = held
  ? await connectServer(new DatabaseUrl(held), { runId })
  : await startServer({ runId })
const { url } = held ? await createScratch(server, { runId, purpose: 'held' }) : server
process.stdout.write(`${url.reveal()}\n`)

process.stdin.on('data', (data) => {
  const command = String(data).trim()
  if (command === 'stop') void server.stop().then(() => process.exit(0))
  if (command === 'throw') throw new Error('an error that nobody catches')
  if (command === 'exit') process.exit(3)
})

// Preloaded by `npm start` and `npm run rebaseline`: as long as the process lives, a marker tells `prepare`
// not to replace node_modules under it.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isMainThread } from 'node:worker_threads'
import { keepAlive, thisProcess } from './prepare/holder.mjs'
import { runMarkers } from './prepare/running.mjs'

const folder = runMarkers(fileURLToPath(new URL('..', import.meta.url)))

function markRunning() {
  const owner = thisProcess()
  const file = join(folder, `${owner.token}.json`)
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(file, JSON.stringify(owner))
  } catch {
    // A checkout this user may not write to can't be replaced by this user either.
    return
  }
  keepAlive(file)
  process.once('exit', () => rmSync(file, { force: true }))
}

if (isMainThread) markRunning()

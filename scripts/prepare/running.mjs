import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { holderIsAlive, readHolder } from './holder.mjs'

/** @param {string} root */
export const runMarkers = (root) => join(root, 'dist', 'running')

/**
 * The process ids of instances that run from this folder now; markers of dead ones are swept.
 * @param {string} root
 */
export function runningInstances(root) {
  const pids = []
  for (const name of markerNames(root)) {
    const file = join(runMarkers(root), name)
    const holder = readHolder(file)
    if (holder && holderIsAlive(file)) pids.push(holder.pid)
    else rmSync(file, { force: true })
  }
  return pids
}

/** @param {string} root */
function markerNames(root) {
  try {
    return readdirSync(runMarkers(root))
  } catch {
    return []
  }
}

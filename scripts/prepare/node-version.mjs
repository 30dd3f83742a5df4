import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Says what is wrong with this Node, or nothing.
 * @param {string} root
 * @param {string} version such as `20.19.0`
 * @returns {string | undefined}
 */
export function nodeProblem(root, version) {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const wanted = String(engines.node).replace(/^>=/, '')
  if (!isOlder(version, wanted)) return undefined
  return `Rebaseline needs Node ${wanted} or newer; this is Node ${version} (${process.execPath}). Install a newer one from https://nodejs.org and run the command again.`
}

/**
 * @param {string} version
 * @param {string} wanted
 */
function isOlder(version, wanted) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [wantedMajor = 0, wantedMinor = 0] = wanted.split('.').map(Number)
  return major < wantedMajor || (major === wantedMajor && minor < wantedMinor)
}

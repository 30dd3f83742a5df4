import { builtinModules } from 'node:module'
import { posix } from 'node:path'

const builtins = new Set(builtinModules)

/** Path from the root for a file of ours, `node:…` for Node's own modules, else the package's name. */
export function resolve(from: string, specifier: string): string {
  const plain = specifier.replace(/\?.*$/, '')
  if (plain.startsWith('.')) return posix.join(posix.dirname(from), plain)
  if (plain.startsWith('node:')) return plain
  const [first = '', second = ''] = plain.split('/')
  if (builtins.has(first)) return `node:${plain}`
  return first.startsWith('@') ? `${first}/${second}` : first
}

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * One entry of a lock file's `packages`.
 * @typedef {object} Package
 * @property {string} [version]
 * @property {string} [integrity]
 * @property {boolean} [optional]
 * @property {boolean} [devOptional]
 * @property {string[]} [os]
 * @property {string[]} [cpu]
 * @property {string[]} [libc]
 */

/**
 * Whether the folder of every package that can't be left out exists.
 * @param {string} root
 */
export const hasEverything = (root) =>
  [...packagesOf(join(root, 'package-lock.json'))].every(
    ([path, wanted]) => wanted.optional === true || existsSync(join(root, path)),
  )

/**
 * Whether npm's own record of what it installed equals the lock file, packages of other platforms aside.
 * @param {string} root
 */
export function matchesLock(root) {
  const installed = packagesOf(join(root, 'node_modules', '.package-lock.json'))
  const wanted = packagesOf(join(root, 'package-lock.json'))
  if ([...installed.keys()].some((path) => !wanted.has(path))) return false
  return [...wanted].every(([path, entry]) => {
    const present = installed.get(path)
    if (!present) return entry.optional === true && !isForThisPlatform(entry)
    return present.version === entry.version && present.integrity === entry.integrity
  })
}

/**
 * @param {string} file
 * @returns {Map<string, Package>}
 */
function packagesOf(file) {
  if (!existsSync(file)) return new Map()
  const { packages = {} } = JSON.parse(readFileSync(file, 'utf8'))
  return new Map(Object.entries(packages).filter(([path]) => path !== ''))
}

/**
 * Says so only of packages that name their platforms: those without are parts of such ones, mostly of WebAssembly builds.
 * @param {Package} entry
 */
const isForThisPlatform = ({ os, cpu, libc }) =>
  Boolean(os ?? cpu) &&
  allows(os, process.platform) &&
  allows(cpu, process.arch) &&
  allows(libc, process.platform === 'linux' ? libcFamily() : '')

/**
 * @param {string[] | undefined} list
 * @param {string} value
 */
function allows(list, value) {
  if (!list) return true
  if (list.includes(`!${value}`)) return false
  return list.includes(value) || list.every((item) => item.startsWith('!'))
}

function libcFamily() {
  const report = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (
    process.report.getReport()
  )
  return report.header.glibcVersionRuntime ? 'glibc' : 'musl'
}

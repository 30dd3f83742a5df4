// Before the package is packed: the types of what `import … from 'rebaseline'` gives, and of what those name.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const types = join(root, 'dist', 'types')
const NAMED = /from '(\.[^']+)\.ts'/g
/** Types of typebox: the package is shipped without it. */
const SCHEMAS = join('shared', 'schemas')

mkdirSync(join(root, 'dist'), { recursive: true })
const all = mkdtempSync(join(root, 'dist', '.declarations-'))
try {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  const words = [tsc, '-p', 'tsconfig.declarations.json', '--outDir', all]
  const { status } = spawnSync(process.execPath, words, { cwd: root, stdio: 'inherit' })
  if (status !== 0) throw new Error('The types of the package could not be written.')
  rmSync(types, { recursive: true, force: true })
  cpSync(join(root, 'scripts', 'declarations', 'schemas.d.ts'), join(all, `${SCHEMAS}.d.ts`))
  keep(join('server', 'library'), new Set())
} finally {
  rmSync(all, { recursive: true, force: true })
}

/**
 * Puts a module's types in place, and those of every module they name.
 * @param {string} module
 * @param {Set<string>} kept
 */
function keep(module, kept) {
  if (kept.has(module)) return
  kept.add(module)
  const file = `${module}.d.ts`
  const schemas = `./${relative(dirname(module), SCHEMAS)}.ts`.replaceAll('\\', '/')
  const text = readFileSync(join(all, file), 'utf8').replaceAll(
    "from 'typebox'",
    `from '${schemas}'`,
  )
  mkdirSync(dirname(join(types, file)), { recursive: true })
  writeFileSync(join(types, file), text)
  for (const [, named = ''] of text.matchAll(NAMED)) keep(join(dirname(module), named), kept)
}

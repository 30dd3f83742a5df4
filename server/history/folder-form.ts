import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseSync } from 'oxc-parser'
import { TYPESCRIPT, type MigrationForm } from '../baseline/migration-form.ts'
import { isSql } from './sql-files.ts'
import type { MigrationFolder } from './folder.ts'
import { findInFolders } from './several-folders.ts'

/**
 * How the last migration of a folder is written, since whatever runs the folder runs that one, and it is how the
 * project writes migrations today: older ones may stand from before it changed its ways.
 */
export const formOfFolder = async (
  folder: string,
  more?: readonly string[],
): Promise<MigrationForm> => formOfLast(await findInFolders(folder, more))

/** The same of a folder that was listed. */
export async function formOfLast({ folder, files }: MigrationFolder): Promise<MigrationForm> {
  const last = files.findLast(({ file }) => !isSql(file))
  return last ? formOfFile(join(folder, last.file)) : TYPESCRIPT
}

/** How one migration is written. */
export async function formOfFile(path: string): Promise<MigrationForm> {
  const extension = (/\.[cm]?[jt]s$/.exec(path)?.[0] ?? '.ts') as MigrationForm['extension']
  if (extension.endsWith('ts')) return { extension, syntax: 'typescript' }
  if (extension === '.cjs') return { extension, syntax: 'commonjs' }
  if (extension === '.mjs') return { extension, syntax: 'module' }
  const text = await readFile(path, 'utf8').catch(() => '')
  return { extension, syntax: writtenIn(text) ?? (await packageSays(dirname(path))) }
}

/** What is written in it counts first: a loader of the project's own may take `import` where Node would not. */
function writtenIn(text: string): 'module' | 'commonjs' | undefined {
  const { program, module } = parseSync('migration.js', text)
  if (module.hasModuleSyntax) return 'module'
  const isExporting = program.body.some(
    (node) =>
      node.type === 'ExpressionStatement' &&
      /^(?:module\.)?exports\b/.test(text.slice(node.start, node.end)),
  )
  return isExporting ? 'commonjs' : undefined
}

/** As Node takes a file `.js`: by the nearest package.json. */
async function packageSays(folder: string): Promise<'module' | 'commonjs'> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => null)
  if (text === null) {
    return dirname(folder) === folder ? 'commonjs' : packageSays(dirname(folder))
  }
  try {
    return (JSON.parse(text) as { type?: unknown } | null)?.type === 'module'
      ? 'module'
      : 'commonjs'
  } catch {
    return 'commonjs'
  }
}

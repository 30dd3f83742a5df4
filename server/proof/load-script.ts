import { readFile } from 'node:fs/promises'
import type { Ledger } from '../catalog/fragments.ts'
import { RebaselineError } from '../errors.ts'
import { createScratch } from '../postgres/scratch.ts'
import { withConnection } from '../postgres/session.ts'
import type { SeedSelection } from '../../shared/rows.ts'
import type { OldSide } from './old-side.ts'
import { readSide } from './read-side.ts'
import type { Workspace } from './workspace.ts'

/** Runs a plain SQL file on a scratch database and reads that. */
export async function loadScript(
  { runId, old: server, progress }: Workspace,
  file: string,
  ledger: Ledger,
  seed: SeedSelection,
): Promise<OldSide> {
  const script = withoutMetaCommands(file, await readFile(file, 'utf8'))
  const database = await createScratch(server, { runId, purpose: 'script' })
  progress(`Running ${file} on a scratch database`)
  await withConnection(database.url, { runId }, (query) => query(script))
  const side = await readSide(database.url, { runId, ledger, seed })
  await database.drop()
  return {
    ...side,
    volatile: new Map(),
    volatileRows: null,
    migrations: [],
    title: file,
    milliseconds: { replay: 0, plain: 0 },
  }
}

/** pg_dump frames its output with two commands of psql; its COPY blocks need psql to be read. */
function withoutMetaCommands(file: string, script: string): string {
  if (/^COPY .* FROM stdin;$/im.test(script)) {
    throw new RebaselineError('usage', {
      doing: `load ${file}`,
      happened: 'it holds rows in COPY blocks, which only psql reads',
      help: 'Dump it with --inserts or --schema-only, or load it into a database and name that.',
    })
  }
  return script.replace(/^\\(?:un)?restrict .*$/gm, '')
}

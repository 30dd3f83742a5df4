import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { findMigrations, migrationName } from '../history/folder.ts'
import { mayRun } from '../history/may-run.ts'
import { absent } from '../machine/absent.ts'
import { shellWord } from '../machine/shell-word.ts'
import type { Project } from '../project/project.ts'
import type { FileJudgement } from '../../shared/team.ts'
import type { ReadLine } from './read-line.ts'
import { judge, refused, type FileChange, type Proposes } from './squash-line.ts'

/** Every file of an exported folder and its archive, judged as it stands there now, whoever merged it. */
export async function folderNow(
  project: Project,
  { line, reports }: ReadLine,
  propose: Proposes,
): Promise<readonly FileJudgement[]> {
  const newest = reports.at(-1)
  if (!newest) return []
  const judged: FileJudgement[] = []
  for (const { file, hash } of [newest.baseline, newest.seed]) {
    const found = await readFile(join(project.migrations, file)).catch(absent)
    judged.push(written(file, !found ? 'gone' : isSame(found, hash) ? 'same' : 'changed'))
  }
  const { files } = await findMigrations(project.migrations)
  for (const { file } of files) {
    if (file === line.baseline || file === line.seed) continue
    if (!mayRun(file, await readFile(join(project.migrations, file), 'utf8'))) continue
    judged.push(judge(standing(file), line, propose))
  }
  return [...judged, ...(await archiveNow(project, { line, reports }))]
}

const standing = (file: string): FileChange => ({
  change: 'stands',
  file,
  from: null,
  isHere: 'elsewhere',
})

function written(file: string, state: 'same' | 'changed' | 'gone'): FileJudgement {
  const change = standing(file)
  if (state === 'same') {
    const why = 'it stands as the export wrote it'
    return { file, change: 'stands', from: null, verdict: 'kept', why, advice: null, commands: [] }
  }
  return refused(
    change,
    state === 'gone'
      ? 'it is gone, and nothing else builds what the old migrations built'
      : 'it is not what the export wrote and the report proves; a database that has run it gets none of that',
    `take it back as the export wrote it${state === 'gone' ? '' : ', and write what was changed in it as a new migration'}`,
    [],
  )
}

/** What the archive holds has to stay what databases have run: whether their ledgers fit is asked by it. */
async function archiveNow(
  project: Project,
  { line, reports }: Pick<ReadLine, 'line' | 'reports'>,
): Promise<readonly FileJudgement[]> {
  const { folder, archive } = line
  const known = new Map(reports.flatMap((each) => each.archived.map((old) => [old.file, old.hash])))
  const judged: FileJudgement[] = []
  for (const [file, hash] of known) {
    const found = await readFile(join(project.folder, archive, file)).catch(absent)
    if (found && isSame(found, hash)) continue
    judged.push(
      refused(
        standing(posix.join(archive, file)),
        found
          ? 'it is not what was archived, and nothing runs it there: what was changed in it reaches no database'
          : 'it is gone from the archive, which keeps what databases have run',
        `take it back as it was archived${found ? `, and write what was changed in it as a new migration in ${folder}` : ''}`,
        [],
      ),
    )
  }
  const places = new Set(['.', ...[...known.keys()].map((file) => posix.dirname(file))])
  for (const place of places) {
    for (const name of (await readdir(join(project.folder, archive, place)).catch(absent)) ?? []) {
      const file = posix.join(place, name)
      const path = posix.join(archive, file)
      if (known.has(file) || migrationName(name) === null) continue
      if (!mayRun(name, await readFile(join(project.folder, path), 'utf8'))) continue
      judged.push(
        refused(
          standing(path),
          'no export archived it: it came here by a merge, and nothing runs it here',
          `put it into ${folder}`,
          [`git mv -- ${shellWord(path)} ${shellWord(`${folder}/${name}`)}`],
        ),
      )
    }
  }
  return judged
}

/** A checkout may have given it other ends of lines. */
function isSame(content: Buffer, hash: string): boolean {
  const text = content.toString('latin1')
  const unix = text.replaceAll('\r\n', '\n')
  return [text, unix, unix.replaceAll('\n', '\r\n')].some(
    (each) => createHash('sha256').update(Buffer.from(each, 'latin1')).digest('hex') === hash,
  )
}

import { readdir, readFile } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { Type, type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { RebaselineError } from '../errors.ts'
import { absent } from '../machine/absent.ts'

/** What an export's report says for good of which files it replaced by which; the rest of it is for people. */
const Report = Type.Object({
  finishedAt: Type.String(),
  archived: Type.Array(
    Type.Object({ name: Type.String(), file: Type.String(), hash: Type.String() }),
  ),
  written: Type.Array(Type.Object({ path: Type.String(), hash: Type.String() })),
})
const Known = Compile(Report)
type Report = Static<typeof Report>

/** One export, as the report in its archive tells of it: names of files, and SHA-256 of what is in them. */
export interface ExportReport {
  readonly finishedAt: string
  readonly archived: Report['archived']
  readonly baseline: { readonly file: string; readonly hash: string }
  readonly seed: { readonly file: string; readonly hash: string }
}

const NAME = /^report(?:-(\d+))?\.json$/

/** The reports of all exports whose old migrations stand in an archive, the oldest first; none where it is no archive. */
export async function readReports(archive: string): Promise<readonly ExportReport[]> {
  const names = (await readdir(archive).catch(absent)) ?? []
  const numbered = names.flatMap((name) => {
    const found = NAME.exec(name)
    return found ? [{ name, number: Number(found[1] ?? 1) }] : []
  })
  const reports: ExportReport[] = []
  for (const { name } of numbered.toSorted((a, b) => a.number - b.number)) {
    reports.push(reportOf(join(archive, name), await readFile(join(archive, name), 'utf8')))
  }
  return reports
}

function reportOf(path: string, text: string): ExportReport {
  const found = parsed(text)
  const [baseline, seed] = Known.Check(found) ? found.written : []
  if (!Known.Check(found) || !baseline || !seed) {
    throw new RebaselineError('state-damaged', {
      doing: `read ${path}`,
      happened: 'it does not say which files an export replaced by which',
      help: 'It is what the export wrote into its archive: take it out of the commit that has it whole.',
    })
  }
  const named = ({ path: written, hash }: Report['written'][number]) => ({
    file: posix.basename(written),
    hash,
  })
  const { finishedAt, archived } = found
  return { finishedAt, archived, baseline: named(baseline), seed: named(seed) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

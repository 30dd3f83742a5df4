import type { ServerChoice } from '../config.ts'
import { DatabaseUrl } from '../postgres/redact.ts'
import { newRunId } from '../postgres/run-id.ts'
import { serverFacts } from '../postgres/session.ts'
import { readScript } from '../script/read.ts'
import { majorOfDump } from '../script/sections.ts'
import { MAJORS } from '../../shared/majors.ts'
import type { Source } from './source.ts'
import type { WorkspaceOptions } from './workspace.ts'

/**
 * Where scratch work happens; without a word about it, on the major of the databases, dumps and servers that were named.
 */
export async function chooseWorkspace(
  { oldServer, rebuiltServer, major }: ServerChoice,
  sources: readonly Source[],
): Promise<Pick<WorkspaceOptions, 'oldServer' | 'rebuiltServer' | 'major'>> {
  const embedded = oldServer === undefined || rebuiltServer === undefined
  return {
    oldServer,
    rebuiltServer,
    major: major ?? (embedded ? await newestOf(sources, [oldServer, rebuiltServer]) : undefined),
  }
}

/** What an older server printed can be loaded into a newer one, not always the other way round. */
async function newestOf(
  sources: readonly Source[],
  servers: readonly (string | undefined)[],
): Promise<number | undefined> {
  const runId = newRunId()
  const ofUrl = async (url: string): Promise<number> =>
    (await serverFacts(new DatabaseUrl(url), runId)).major
  const majors = await Promise.all([
    ...servers.flatMap((url) => (url === undefined ? [] : [ofUrl(url)])),
    ...sources.map((source) => {
      if (source.from === 'database') return ofUrl(source.url)
      return source.from === 'script' ? ofDump(source.file) : undefined
    }),
  ])
  const known = majors.filter((major) => major !== undefined)
  return known.length === 0 ? undefined : Math.max(...known)
}

/** The nearest that can be had. */
async function ofDump(file: string): Promise<number | undefined> {
  const major = majorOfDump(await readScript(file))
  return major && Math.min(Math.max(major, MAJORS.oldest), MAJORS.newest)
}

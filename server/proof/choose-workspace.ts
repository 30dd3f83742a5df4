import type { ServerChoice } from '../config.ts'
import { DatabaseUrl } from '../postgres/redact.ts'
import { newRunId } from '../postgres/run-id.ts'
import { serverFacts } from '../postgres/session.ts'
import type { WorkspaceOptions } from './workspace.ts'

/**
 * Where scratch work happens; without a word about it, on the major of the databases and servers that were named.
 *
 * @param live URLs of databases in use
 */
export async function chooseWorkspace(
  { oldServer, rebuiltServer, major }: ServerChoice,
  live: readonly string[],
): Promise<Pick<WorkspaceOptions, 'oldServer' | 'rebuiltServer' | 'major'>> {
  const named = [...live, oldServer, rebuiltServer].filter((url) => url !== undefined)
  const embedded = oldServer === undefined || rebuiltServer === undefined
  return {
    oldServer,
    rebuiltServer,
    major: major ?? (embedded ? await newestOf(named) : undefined),
  }
}

/** What an older server printed can be loaded into a newer one, not always the other way round. */
async function newestOf(urls: readonly string[]): Promise<number | undefined> {
  const runId = newRunId()
  const facts = await Promise.all(urls.map((url) => serverFacts(new DatabaseUrl(url), runId)))
  return facts.length === 0 ? undefined : Math.max(...facts.map(({ major }) => major))
}

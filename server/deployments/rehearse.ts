import { RebaselineError } from '../errors.ts'
import { qualified } from '../kinds/sql.ts'
import type { DatabaseUrl } from '../postgres/redact.ts'
import { inTemporaryFolder } from '../proof/temporary-folder.ts'
import type { Run } from '../proof/workspace.ts'
import { counted } from '../../shared/report.ts'
import type { StampPlan } from '../../shared/stamp.ts'
import { ledgerStateOf, type LedgerRow } from './ledger-state.ts'
import { readLiveFacts, type LiveFacts } from './live-facts.ts'
import { standIn, type StandIn } from './rehearsal-scratch.ts'
import {
  filesIn,
  folderAt,
  stepsAt,
  type Live,
  type Outcome,
  type RehearseOptions,
} from './rehearsal-steps.ts'
import { schemaRefusal, schemaStandingOf, type SchemaStanding } from './schema-standing.ts'
import { refusalLines } from './stamp.ts'
import { notNow } from './status-verdict.ts'

/** What was done, and what came of it. */
export interface RehearsalStep {
  readonly what: string
  readonly expected: string
  readonly got: string
  /** Null where it could not be tried. */
  readonly ok: boolean | null
}

/** How a rehearsal went: its steps up to the first that did not go as expected. */
export interface Rehearsal {
  readonly verdict: 'passed' | 'failed' | 'could not tell'
  readonly steps: readonly RehearsalStep[]
}

type Take = <T>(
  what: string,
  expected: string,
  work: () => Promise<Outcome<T>>,
) => Promise<Outcome<T>>

/**
 * Rehearses on a scratch database how a deployment is moved over, and back: by the statements of a stamp and an unstamp,
 * and the project's own migrator. The deployment is only read.
 */
export async function rehearse(
  run: Run,
  url: DatabaseUrl,
  options: RehearseOptions,
): Promise<Rehearsal> {
  const steps: RehearsalStep[] = []
  await walk(run, url, options, async (what, expected, work) => {
    run.progress(what)
    const outcome = await work().catch(untried)
    const { got, ok } = outcome
    steps.push({ what, expected, got, ok })
    return outcome
  })
  return rehearsalOf(steps)
}

/** Judges steps: whatever is not known to have gone as expected has not passed. */
const rehearsalOf = (steps: readonly RehearsalStep[]): Rehearsal => ({
  verdict: steps.some(({ ok }) => ok === false)
    ? 'failed'
    : steps.length > 0 && steps.every(({ ok }) => ok)
      ? 'passed'
      : 'could not tell',
  steps,
})

/** A rehearsal that an error ended before its first step. */
export const notRehearsed = (what: string, error: RebaselineError): Rehearsal =>
  rehearsalOf([{ what, expected: 'an answer', ...untried(error) }])

/** What is nobody's defect, and not that the whole work was called off. */
function untried(error: unknown): { readonly got: string; readonly ok: null } {
  if (!(error instanceof RebaselineError) || error.code === 'run-cancelled') throw error
  return { got: `${error.message}\n${error.help}`, ok: null }
}

async function walk(
  run: Run,
  url: DatabaseUrl,
  options: RehearseOptions,
  take: Take,
): Promise<void> {
  const { plan, kysely } = options
  const { value: live } = await take(
    'Look at the deployment, which is only read',
    'a ledger that can be copied, and the schema that the export was proven on',
    () => look(url, plan, run.runId),
  )
  if (!live) return
  const { facts } = live
  const files = await filesIn(options, live.laterRun)
  const built = live.isProven ? folderAt(options, files) : null
  const { value: stand } = await take(
    `${built ? `Build its schema from ${files.known.map(({ name }) => name).join(', ')}, and copy its ledger,` : 'Copy its ledger'} to a scratch database of PostgreSQL ${facts.major}`,
    'a copy without the rows of its tables',
    async (): Promise<Outcome<StandIn>> => {
      const workspace = await run.workspace()
      const { major } = workspace.rebuilt
      if (major !== facts.major) return { got: otherMajor(major, facts.major), ok: null }
      const value = await standIn(workspace, { plan, ledgers: facts, built, kysely })
      return { got: 'made', ok: true, value }
    },
  )
  if (!stand) return
  try {
    await inTemporaryFolder(async (folder) => {
      const place = { run, url, options, stand, live, files, folder }
      for (const { what, expected, work } of stepsAt(place)) {
        const { ok } = await take(what, expected, work)
        if (ok !== true) return
      }
    })
  } finally {
    await stand.drop()
  }
}

const otherMajor = (scratch: number, live: number): string =>
  `the scratch server is PostgreSQL ${scratch}, and the deployment is ${live}: name a server of its major with --server, or leave --server, --postgres and their variables out to have one of it started`

async function look(url: DatabaseUrl, plan: StampPlan, runId: string): Promise<Outcome<Live>> {
  const { ledger } = plan
  const rowsIn = ({ ledgers }: LiveFacts): readonly LedgerRow[] | null => {
    const own = ledgers.find(({ schema }) => schema === ledger.schema)
    return own && 'rows' in own ? own.rows : null
  }
  const [facts, schema] = await readLiveFacts(url, ledger, runId, (query, live) =>
    schemaStandingOf(query, plan, rowsIn(live), live.major),
  )
  const hindered = notNow(facts)
  if (hindered.length > 0) return { got: hindered.join('\n'), ok: false }
  for (const each of facts.ledgers) {
    if (!('unreadable' in each)) continue
    const place = qualified([each.schema, each.table])
    return { got: `the ledger ${place} can not be copied: ${each.unreadable}`, ok: null }
  }
  const rows = rowsIn(facts)
  const state = ledgerStateOf(rows, plan)
  if (state.state === 'stamped') {
    return {
      got: 'it is stamped already, or has run the baseline itself: there is no stamp to rehearse',
      ok: null,
    }
  }
  if (schema.compared && schema.differences.length > 0) {
    return { got: refusalLines(schemaRefusal(schema.differences)).join('\n'), ok: false }
  }
  const value = {
    facts,
    rows: rows ?? [],
    laterRun: state.state === 'ready' ? state.laterRun : [],
    isProven: schema.compared,
  }
  return { got: seenText(facts, rows, plan, schema), ok: true, value }
}

function seenText(
  { version }: LiveFacts,
  rows: readonly LedgerRow[] | null,
  { ledger }: StampPlan,
  schema: SchemaStanding,
): string {
  const place = qualified([ledger.schema, ledger.table])
  return [
    `PostgreSQL ${version}`,
    rows === null ? `no ledger ${place}` : `its ledger ${place} has ${counted(rows.length, 'row')}`,
    schema.compared
      ? `its schema is as it was proven${schema.ignored.length === 0 ? '' : `; ignored: ${schema.ignored.join(', ')}`}`
      : `its schema was not compared, since ${schema.why}`,
  ].join('; ')
}

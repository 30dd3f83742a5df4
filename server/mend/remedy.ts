import { HIDES_OPERATOR, typesWithOwnEquals } from '../baseline/own-equals.ts'
import { comparesPlainly, searchPath, underPath } from '../baseline/search-path.ts'
import { SEED_SETTINGS } from '../baseline/seed.ts'
import type { Statement } from '../kinds/kind.ts'
import type { Step } from './acts.ts'
import type { Changes } from './changes.ts'
import type { RowVolatility } from '../rows/volatile-column.ts'
import type { Finding } from '../../shared/finding.ts'
import type { CatalogObject, Model } from '../../shared/model.ts'
import { childrenByParent, keyOf } from '../../shared/model.ts'
import type { SeedData } from '../../shared/rows.ts'
import { modelBefore, waitingFor } from './held.ts'
import { placesFor, type Places } from './placing.ts'
import { rowStatements, touchedBy } from './rows.ts'
import { beyond, changesFor, statementsOf, waitingStatements } from './schema.ts'
import { seedGuards } from './seed-guards.ts'
import { mendSides, type MendSides } from './sides.ts'

/** What a comparison was made of. */
export interface MendRun {
  readonly old: { readonly model: Model; readonly data: SeedData }
  readonly rebuilt: { readonly model: Model; readonly data: SeedData }
  readonly volatileRows: RowVolatility | null
}

/** What mends some findings: statements after those of the baseline, and before and after those of the seed. */
export interface Remedy {
  readonly baseline: readonly Statement[]
  /** Where they can stand among the steps of a draft. */
  readonly placesIn: (steps: readonly Step[]) => Places
  /** True where nothing that is there is touched. */
  readonly onlyCreates: boolean
  readonly seedFirst: readonly Statement[]
  readonly seedLast: readonly Statement[]
  /** What a person has to mend, and why. */
  readonly left: readonly { readonly finding: Finding; readonly why: string }[]
}

const sides = new WeakMap<object, MendSides>()

/** The models of a run side by side; made once for each run. */
function sidesOf(run: MendRun): MendSides {
  const known = sides.get(run)
  if (known) return known
  const made = mendSides(run.old.model, run.rebuilt.model)
  sides.set(run, made)
  return made
}

/** Everything that mends these findings, in an order that works; `seed` is what the seed's own statements do, where that is known. */
export function remedyFor(
  run: MendRun,
  findings: readonly Finding[],
  seed: readonly Step[] = [],
): Remedy {
  const left = findings.flatMap((finding) => {
    const why = whyNot(run, finding)
    return why === null ? [] : [{ finding, why }]
  })
  const mended = findings.filter((finding) => !left.some((each) => each.finding === finding))
  const rows = mended.filter(isRow)
  const changes = changesFor(
    sidesOf(run),
    mended.filter((finding) => !isRow(finding)),
  )
  for (const { address } of rows) changes.require(keyOf(address))
  const whole = modelAfter(changes)
  const rowSides = { old: run.old.data, rebuilt: run.rebuilt.data, volatile: run.volatileRows }
  const touched = touchedBy({ ...rowSides, model: whole }, rows)
  const waiting = waitingFor(changes, touched, run.rebuilt.data, seed)
  const model = modelBefore(whole, waiting)
  const guards = seedGuards(changes, model, run.rebuilt.data)
  const baseline = statementsOf(changes, waiting)
  return {
    baseline,
    placesIn: (steps) => placesFor(steps, baseline, changes),
    onlyCreates: changes.dropped.size + changes.altered.size + changes.renamed.size === 0,
    seedFirst: guards.before.map(said),
    seedLast: [
      ...guards.after.map(said),
      ...rowStatements({ ...rowSides, model }, rows, restartedBy(changes)).map(said),
      ...underPath(searchPath(run.old.model), waitingStatements(changes, waiting)),
    ],
    left,
  }
}

const said = (sql: string): Statement => ({ sql })

/** Keys of what has a sequence that stands at its start again. */
const restartedBy = ({ altered }: Changes): ReadonlySet<string> =>
  new Set([...altered].flatMap(([key, { restarts }]) => (restarts === true ? [key] : [])))

const isRow = ({ kind }: Finding): boolean => kind === 'rows' || kind === 'sequence-state'

/** The statements that mend one finding; none where it is left to people. */
export function statementsFor(run: MendRun, finding: Finding): readonly string[] {
  if (!hasRemedy(run, finding)) return []
  if (!isRow(finding)) {
    const changes = changesFor(sidesOf(run), [finding])
    if (restartedBy(changes).size === 0) return statementsOf(changes).map(({ sql }) => sql)
  }
  const { baseline, seedLast } = remedyFor(run, [finding])
  return [...baseline, ...seedLast].map(({ sql }) => sql)
}

/** Whether statements are known, without writing them. */
export const hasRemedy = (run: MendRun, finding: Finding): boolean => whyNot(run, finding) === null

/** What has to be set for the statements of the baseline, and for those of the seed. */
export const mendSettings = (
  run: MendRun,
): {
  readonly baseline: Readonly<Record<string, string>>
  readonly seed: Readonly<Record<string, string>>
} => ({
  baseline: { check_function_bodies: 'off', search_path: searchPath(run.old.model) },
  seed: SEED_SETTINGS,
})

/** What of the settings can change what these statements mean. */
export const neededOf = (
  settings: Readonly<Record<string, string>>,
  statements: readonly Pick<Statement, 'sql'>[],
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(settings).filter(([name, value]) =>
      name === 'search_path'
        ? value !== '"public"'
        : statements.some(({ sql }) => /^CREATE (OR REPLACE )?(FUNCTION|PROCEDURE)\b/i.test(sql)),
    ),
  )

function whyNot(run: MendRun, finding: Finding): string | null {
  if (finding.at)
    return 'it is found after the later files alone: what the baseline builds at the squash line is compared there, so that one of those files does something else after it'
  if (finding.kind === 'unmodeled') return 'no kind reads it, so no statement for it is known'
  if (finding.class === 'order') return 'columns can’t be moved: write the table anew by hand'
  if (finding.class === 'volatile')
    return 'it differs from build to build, in the old folder as well'
  const key = keyOf(finding.address)
  const known = run.old.model.objects.has(key) || run.rebuilt.model.objects.has(key)
  if (!known) return 'neither side has it any more'
  if (finding.kind === 'rows' && !run.old.model.objects.has(key))
    return 'its table is not in the old database: mend that, and its rows go with it'
  const view = run.old.model.objects.get(key)
  if (finding.kind === 'rows' && view?.kind === 'materialized-view') {
    if (finding.class === 'stale') return 'it holds what a REFRESH of the old one gives'
    if (view.attributes['populated'] !== true)
      return 'it was never filled in the old database: mend that, and its rows go'
    if (finding.change === 'added' || !isRefreshed(run.old.data, key))
      return 'the old database holds what it held before its tables changed, and a REFRESH gives what they hold now'
  }
  if (isRow(finding)) return null
  return lookedUpPlainly(run.old.model, key) ?? beyond(sidesOf(run), finding)
}

/** In a draft whose path holds other operators, its statement would find those. */
function lookedUpPlainly(model: Model, key: string): string | null {
  const texts = Object.values(model.objects.get(key)?.attributes ?? {})
  const sql = texts.filter((value) => typeof value === 'string').join('\n')
  if (!HIDES_OPERATOR.test(sql)) return null
  return comparesPlainly({ key, sql }, model, typesWithOwnEquals(model))
    ? 'it compares as Postgres itself does, under an empty search_path: take it from what was generated, with the lines around it'
    : null
}

/** False where a REFRESH would give another number of rows, as far as that is known. */
function isRefreshed({ views = [], refreshed = views }: SeedData, key: string): boolean {
  const [now, then] = [views, refreshed].map((all) => all.find(({ table }) => table === key))
  return now?.rows.length === then?.rows.length
}

/** The schema once the statements ran: what guards and inserts will meet. */
function modelAfter({
  sides: { old, rebuilt, naming },
  created,
  dropped,
  altered,
  renamed,
}: Changes): Model {
  const objects = new Map<string, CatalogObject>()
  for (const object of rebuilt.objects.values()) {
    if (!dropped.has(object.key)) objects.set(object.key, object)
  }
  for (const key of [...created, ...altered.keys(), ...renamed]) {
    const object = old.objects.get(key)
    if (!object) continue
    objects.delete(naming.keyInRebuilt(key))
    objects.set(key, object)
  }
  return { ...rebuilt, objects, children: childrenByParent(objects.values()) }
}

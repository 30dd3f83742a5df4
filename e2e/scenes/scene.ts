import { createHash } from 'node:crypto'
import type { Checklist } from '../../shared/checklist.ts'
import type { DriftView } from '../../shared/drift.ts'
import type { DraftList } from '../../shared/draft.ts'
import type { ExportPlan } from '../../shared/export-plan.ts'
import type { ChosenNames } from '../../shared/domains.ts'
import type { History } from '../../shared/history.ts'
import type { JobEvent } from '../../shared/job.ts'
import type { LineView } from '../../shared/line-choice.ts'
import type { FindingView, ObjectDetail, RowsPage, Status, TreeEntry } from '../../shared/object.ts'
import type { Overview, Result } from '../../shared/overview.ts'

/** Everything that a server answers the page with. */
export interface Scene {
  readonly overview: Overview
  readonly entries: readonly TreeEntry[]
  readonly findings: readonly FindingView[]
  readonly details: ReadonlyMap<string, ObjectDetail>
  readonly rows: RowsPage
  readonly events: readonly JobEvent[]
  /** None, where a scene is about something else. */
  readonly drafts?: DraftList
  readonly checklist?: Checklist
  readonly plan?: ExportPlan
  /** Nobody looked unless told. */
  readonly drift?: DriftView
  /** All migrations are replaced unless told. */
  readonly line?: LineView
  /** Null: none was kept. */
  readonly history?: History | null
  /** What the configuration says of categories. */
  readonly chosenCategories?: { readonly chosen: ChosenNames; readonly refused: string | null }
}

/** The id under which the server would know an object of that name. */
export const idOf = (text: string): string =>
  createHash('sha256').update(text).digest('base64url').slice(0, 22)

/** Where a side was read; a scratch database of ours, unless it is live. */
export const side = (database: string, live = false): Result['sides']['old'] => ({
  origin: 'replayed from examples/studio/migrations',
  host: '127.0.0.1:54321',
  database,
  serverVersion: '18.4',
  live,
})

/** A finding on an object, or on none: a changed index that blocks, as far as nothing else is said. */
export const finding = (
  object: string | null,
  name: string,
  rest: Partial<FindingView> = {},
): FindingView => ({
  id: idOf(`finding ${rest.kind ?? 'index'} ${name}`),
  object: object === null ? null : idOf(object),
  class: 'structural',
  blocks: true,
  kind: 'index',
  address: { type: rest.kind ?? 'index', names: ['public', name], args: [] },
  change: 'changed',
  attributes: [],
  content: [],
  note: null,
  remedy: 'statements',
  ...rest,
})

/** An object of `public` in the tree. */
export const entry = (
  kind: string,
  name: string,
  status: Status,
  rest: Partial<TreeEntry> = {},
): TreeEntry => ({
  id: idOf(name),
  kind,
  schema: 'public',
  name,
  parts: kind === 'table' ? ['column', 'default', 'constraint', 'index', 'trigger'] : [],
  status,
  blocking: 0,
  acceptable: 0,
  rows: false,
  domain: kind === 'table' ? (name.split('_')[0] ?? null) : null,
  ...rest,
})

/** A cell of a grid that is alike on both sides. */
export const same = (value: string | boolean | null) =>
  ({ old: value, rebuilt: value, status: 'same' }) as const

/** An object of the tree as its panel shows it, with its own of the findings and without any part. */
export const detailOf = (of: TreeEntry, findings: readonly FindingView[]): ObjectDetail => ({
  id: of.id,
  kind: of.kind,
  name: of.name,
  status: of.status,
  findings: findings.filter(({ object }) => object === of.id),
  grids: [],
  definition: {
    old: of.status === 'added' ? null : `CREATE ${of.kind} ${of.name}`,
    rebuilt: of.status === 'missing' ? null : `CREATE ${of.kind} ${of.name}`,
  },
  origin: { lines: [], why: 'no migrations were replayed for this comparison' },
  neighbours: { needs: [], neededBy: [] },
  rows: of.rows,
})

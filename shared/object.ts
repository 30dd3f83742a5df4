import { Type, type Static } from 'typebox'
import type { Address, AttributeValue } from './model.ts'
import { closed, Id, nullable, oneOf } from './schema.ts'

export const STATUSES = [
  'same',
  'acceptable',
  'changed',
  'missing',
  'added',
  'not-compared',
] as const
export type Status = (typeof STATUSES)[number]

/** One object that stands in the tree: a table, a view, a function, a type… Its parts come with its detail. */
export const TreeEntry = closed({
  id: Id,
  kind: Type.String(),
  schema: Type.String(),
  name: Type.String(),
  /** Kinds that its parts are of, whether they differ or not. */
  parts: Type.Array(Type.String()),
  /** The worst of itself and its parts. */
  status: oneOf(STATUSES),
  blocking: Type.Integer(),
  acceptable: Type.Integer(),
  /** Its rows are seed, and were compared. */
  rows: Type.Boolean(),
  /** The part of the application that it belongs to; null where nothing shows it. */
  domain: nullable(Type.String()),
})
export type TreeEntry = Static<typeof TreeEntry>

export const Tree = closed({
  run: Type.Integer(),
  entries: Type.Array(TreeEntry),
  /** What of the domains that people named does not fit, or could not be read. */
  domainNotes: Type.Array(Type.String()),
})
export type Tree = Static<typeof Tree>

/** A text, number, boolean, null or list of them: an attribute's value as the model holds it. */
export const Value = Type.Unsafe<AttributeValue>({})

export const AddressSchema = closed({
  type: Type.String(),
  names: Type.Array(Type.String()),
  args: Type.Array(Type.String()),
})

/** A copy of an address as its schema says it. */
export const sentAddress = ({ type, names, args }: Address): Static<typeof AddressSchema> => ({
  type,
  names: [...names],
  args: [...args],
})

export const AttributeDifferenceSchema = closed({ name: Type.String(), old: Value, rebuilt: Value })

/** How a finding can be mended in the drafts: by statements that are added, by none that we know. */
export const REMEDIES = ['statements', 'none'] as const

/** A finding as the page shows it. */
export const FindingView = closed({
  id: Id,
  /** The object in the tree that it belongs to, if one does. */
  object: nullable(Id),
  class: Type.String(),
  blocks: Type.Boolean(),
  kind: Type.String(),
  address: AddressSchema,
  change: oneOf(['missing', 'added', 'changed', 'renamed']),
  attributes: Type.Array(AttributeDifferenceSchema),
  /** What the object is like on the only side that has it; empty where both have it. */
  content: Type.Array(closed({ name: Type.String(), value: Value })),
  note: nullable(Type.String()),
  remedy: oneOf(REMEDIES),
})
export type FindingView = Static<typeof FindingView>

export const Findings = closed({ run: Type.Integer(), findings: Type.Array(FindingView) })
export type Findings = Static<typeof Findings>

export const GridCell = closed({
  old: Value,
  rebuilt: Value,
  status: oneOf(['same', 'changed', 'acceptable']),
})

/** One part of an object, such as a column, old beside rebuilt; its cells stand under the grid's headings. */
export const GridLine = closed({
  name: Type.String(),
  status: oneOf(STATUSES),
  cells: Type.Array(GridCell),
})

/** The parts of one kind: columns first, then constraints, indexes, triggers, policies… */
export const Grid = closed({
  kind: Type.String(),
  title: Type.String(),
  headings: Type.Array(Type.String()),
  lines: Type.Array(GridLine),
})
export type Grid = Static<typeof Grid>

export const Neighbour = closed({
  id: Id,
  kind: Type.String(),
  name: Type.String(),
  status: oneOf(STATUSES),
})
export type Neighbour = Static<typeof Neighbour>

/** Which of the old migrations an object, or a part of one, comes from. */
export const OriginLine = closed({
  /** Of the object: two may be of one kind and name. */
  key: Type.String(),
  kind: Type.String(),
  name: Type.String(),
  created: nullable(Type.String()),
  /** Those that altered, renamed or rebuilt it since, in order. */
  touched: Type.Array(Type.String()),
  /** What it was called before, first name first. */
  was: Type.Array(Type.String()),
  /** Why no migration is named as the one that made it; null where one is. */
  note: nullable(Type.String()),
})
export type OriginLine = Static<typeof OriginLine>

/** Of an object and its parts, itself first; or why that is not told. */
export const Origin = closed({ lines: Type.Array(OriginLine), why: nullable(Type.String()) })
export type Origin = Static<typeof Origin>

/** One object of the tree with all that belongs to it. */
export const ObjectDetail = closed({
  id: Id,
  kind: Type.String(),
  name: Type.String(),
  status: oneOf(STATUSES),
  findings: Type.Array(FindingView),
  /** Attributes of its own that differ or say something, one line each under `attribute`. */
  grids: Type.Array(Grid),
  /** Its statements and those of its parts on each side; null where it is not there. */
  definition: closed({ old: nullable(Type.String()), rebuilt: nullable(Type.String()) }),
  origin: Origin,
  neighbours: closed({ needs: Type.Array(Neighbour), neededBy: Type.Array(Neighbour) }),
  rows: Type.Boolean(),
})
export type ObjectDetail = Static<typeof ObjectDetail>

/** One row on each side, paired as the comparison pairs them. */
export const RowPair = closed({
  status: oneOf(STATUSES),
  old: nullable(Type.Array(nullable(Type.String()))),
  rebuilt: nullable(Type.Array(nullable(Type.String()))),
  /** Indexes of the columns that differ. */
  differs: Type.Array(Type.Integer()),
})
export type RowPair = Static<typeof RowPair>

/** A page of a seed table's rows, those that differ first. */
export const RowsPage = closed({
  columns: Type.Array(Type.String()),
  total: Type.Integer(),
  differing: Type.Integer(),
  offset: Type.Integer(),
  pairs: Type.Array(RowPair),
})
export type RowsPage = Static<typeof RowsPage>

/** Objects whose name, parts or statements hold every word that was asked for. */
export const SearchResult = closed({ ids: Type.Array(Id) })
export type SearchResult = Static<typeof SearchResult>

/** What mends a finding on the rebuilt side, in an order that works; none where that is left to people. */
export const Statements = closed({ statements: Type.Array(Type.String()) })
export type Statements = Static<typeof Statements>

/** In an address. */
export const ObjectId = closed({ id: Id })

/** How many rows come before those that are asked for. */
export const RowsQuery = closed({
  offset: Type.Optional(Type.String({ pattern: '^[0-9]{1,9}$' })),
})

export const SearchQuery = closed({ words: Type.String({ maxLength: 400 }) })

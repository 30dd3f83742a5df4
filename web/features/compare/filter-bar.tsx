import type { ReactNode } from 'react'
import { groupBy } from '../../../shared/group-by.ts'
import type { TreeEntry } from '../../../shared/object.ts'
import { formatNumber, plural } from '../../../shared/report.ts'
import { ChosenLines } from '../../components/chosen-lines.tsx'
import { CodeText } from '../../components/code-text.tsx'
import { GROUPINGS } from '../../lib/compare-search.ts'
import { kindName, kindOrder } from '../../lib/kind-names.ts'
import { useOverview } from '../../lib/use-overview.ts'
import { STATUS_LOOKS } from '../../lib/verdicts.ts'
import { filterWords } from './filter-words.ts'
import { isToReview } from './tree-model.ts'
import type { Compared } from './use-compare.ts'
import { useView } from './use-compare.ts'
import type { Viewed } from './viewed.ts'

export const FIND_BOX = 'compare-find'
export const STATUS_BOX = 'compare-status'

/** Search and filters, and in words what they hide. */
export function FilterBar({
  compared,
  viewed,
}: {
  readonly compared: Compared
  readonly viewed: Viewed
}) {
  const { view, change } = useView()
  const { result } = useOverview()
  const { entries, shown } = compared
  const kinds = kindsOf(compared)
  const classes = new Map(result?.classes.map(({ class: name, count }) => [name, count]))
  const toReview = entries.filter(isToReview)
  const reviewed = toReview.filter(viewed.has).length
  return (
    <search className="filters" aria-label="Filter">
      <input
        id={FIND_BOX}
        type="search"
        aria-label="Find in names and SQL"
        placeholder="Find in names and SQL"
        maxLength={400}
        value={view.find}
        onChange={(event) => change({ find: event.target.value })}
      />
      <Choice
        id={STATUS_BOX}
        label="Status"
        value={view.status}
        onChange={(status) => change({ status })}
      >
        {Object.entries(STATUS_LOOKS).map(([status, { word }]) => (
          <option key={status} value={status}>
            {word} ({formatNumber(entries.filter((entry) => entry.status === status).length)})
          </option>
        ))}
      </Choice>
      <Choice label="Kind" value={view.kind} onChange={(kind) => change({ kind })}>
        {withAsked(kinds, view.kind).map((kind) => (
          <option key={kind} value={kind}>
            {plural(kindName(kind))}
          </option>
        ))}
      </Choice>
      <Choice label="Class" value={view.class} onChange={(name) => change({ class: name })}>
        {withAsked([...classes.keys()], view.class).map((name) => (
          <option key={name} value={name}>
            {name} ({formatNumber(classes.get(name) ?? 0)})
          </option>
        ))}
      </Choice>
      <label>
        Group by{' '}
        <select
          value={view.group}
          onChange={(event) =>
            change({
              group: GROUPINGS.find((group) => group === event.target.value) ?? 'kind',
            })
          }
        >
          {GROUPINGS.map((group) => (
            <option key={group} value={group}>
              {group}
            </option>
          ))}
        </select>
      </label>
      {view.group === 'domain' && <DomainWords notes={compared.domainNotes} entries={entries} />}
      <p className="filter-words muted">
        {filterWords(shown.length, entries.length, view)}
        {shown.length < entries.length && (
          <>
            {' · '}
            <button type="button" className="link" onClick={() => change(NO_FILTER)}>
              show all
            </button>
          </>
        )}
        {' · '}
        {formatNumber(reviewed)} of {formatNumber(toReview.length)} viewed
      </p>
    </search>
  )
}

/** Where domains come from, and what of those that people named does not fit. */
const DomainWords = ({
  notes,
  entries,
}: {
  readonly notes: readonly string[]
  readonly entries: readonly TreeEntry[]
}) => (
  <div className="filter-words muted">
    Domains are found by names, references and folders. Put tables elsewhere with{' '}
    <code>domains: {"{ mail: ['letters', 'mail_*'] }"}</code> in the configuration, and reload.
    {notes.map((note) => (
      <strong key={note}>
        {' '}
        <CodeText text={note} />.
      </strong>
    ))}
    <ChosenLines setting="domains" groups={tablesByDomain(entries)} />
  </div>
)

/** Where all tables are in one schema its name is left out. */
function tablesByDomain(entries: readonly TreeEntry[]) {
  const tables = entries.filter(({ kind }) => kind === 'table' || kind === 'foreign-table')
  const schemas = new Set(tables.map(({ schema }) => schema))
  const groups = groupBy(
    tables.filter(({ domain }) => domain !== null),
    ({ domain }) => domain ?? '',
  )
  return [...groups]
    .map(([title, members]) => ({
      title,
      names: members.map(({ schema, name }) => (schemas.size > 1 ? `${schema}.${name}` : name)),
    }))
    .toSorted((a, b) => a.title.localeCompare(b.title, 'en'))
}

/** What a link asks for is shown as asked for, also where nothing is of it. */
const withAsked = (words: readonly string[], asked: string): readonly string[] =>
  asked === '' || words.includes(asked) ? words : [...words, asked]

const NO_FILTER = { find: '', status: '', kind: '', class: '' }

const kindsOf = ({ entries, allFindings }: Compared): readonly string[] =>
  [
    ...new Set([
      ...entries.flatMap(({ kind, parts }) => [kind, ...parts]),
      ...allFindings.map(({ kind }) => kind),
    ]),
  ].toSorted(kindOrder)

const Choice = ({
  id,
  label,
  value,
  onChange,
  children,
}: {
  readonly id?: string
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly children: ReactNode
}) => (
  <label>
    {label}{' '}
    <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
      <option value="">any</option>
      {children}
    </select>
  </label>
)

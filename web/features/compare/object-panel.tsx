import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { useEffect } from 'react'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components'
import type { ObjectDetail, TreeEntry } from '../../../shared/object.ts'
import { formatNumber } from '../../../shared/report.ts'
import { CodeText } from '../../components/code-text.tsx'
import { Mark } from '../../components/mark.tsx'
import { Problem } from '../../components/notice.tsx'
import type { Tab as TabName } from '../../lib/compare-search.ts'
import { TABS } from '../../lib/compare-search.ts'
import { kindName } from '../../lib/kind-names.ts'
import { objectQuery } from '../../lib/queries.ts'
import { STATUS_LOOKS } from '../../lib/verdicts.ts'
import { Definition } from './definition.tsx'
import { Grids } from './grids.tsx'
import { Neighbours } from './neighbours.tsx'
import { useObjectKeys } from './object-keys.tsx'
import { ObjectDifferences } from './object-differences.tsx'
import { OriginList } from './origin-list.tsx'
import { Rows } from './rows.tsx'
import { useView } from './use-compare.ts'
import type { Step } from './use-difference-keys.ts'
import { enterDifferences, useDifferenceKeys } from './use-difference-keys.ts'
import type { Viewed } from './viewed.ts'

interface Props {
  readonly id: string
  readonly entry: TreeEntry
  readonly run: number
  readonly viewed: Viewed
  /** Which way somebody walked here through the differences, if so. */
  readonly arrival: Step | undefined
  /** Told when the keys leave its differences, and which way. */
  readonly onEnd: (step: Step) => void
  readonly onBack: () => void
}

/** One object with all its parts, old beside rebuilt. */
export function ObjectPanel({ id, entry, run, viewed, arrival, onEnd, onBack }: Props) {
  const { data, error, refetch } = useQuery(objectQuery(run, id))
  return (
    <section className="object" aria-label="Object">
      <BackButton onBack={onBack} />
      <ObjectHead entry={entry} viewed={viewed} />
      {error && <Problem thrown={error} onRetry={() => void refetch()} />}
      {!data && !error && <p className="empty">Reading the object…</p>}
      {data && <ObjectTabs detail={data} run={run} arrival={arrival} onEnd={onEnd} />}
    </section>
  )
}

const BackButton = ({ onBack }: Pick<Props, 'onBack'>) => (
  <button type="button" className="link back" onClick={onBack}>
    <ArrowLeft size={14} aria-hidden="true" />
    All differences
  </button>
)

/** A link from elsewhere, or from another run. */
export const NoSuchObject = ({ onBack }: Pick<Props, 'onBack'>) => (
  <section className="object" aria-label="Object">
    <BackButton onBack={onBack} />
    <h2>There is no such object</h2>
    <p>
      The link names no object of this run. It may have been made for another run or another
      project; what there is stands in the tree.
    </p>
  </section>
)

function ObjectHead({ entry, viewed }: { readonly entry: TreeEntry; readonly viewed: Viewed }) {
  const { tone, word } = STATUS_LOOKS[entry.status]
  useObjectKeys(entry.id, { v: () => viewed.toggle(entry) })
  return (
    <div className={`object-head tone-${tone}`}>
      <Mark tone={tone} word={word} />
      <h2>
        <span className="muted">{kindName(entry.kind)}</span>{' '}
        <span className="object-name">
          <CodeText text={entry.schema === '' ? entry.name : `${entry.schema}.${entry.name}`} />
        </span>
      </h2>
      <label className="viewed">
        <input type="checkbox" checked={viewed.has(entry)} onChange={() => viewed.toggle(entry)} />
        Viewed
      </label>
    </div>
  )
}

const TITLES = {
  parts: 'Columns and parts',
  definition: 'Definition',
  rows: 'Rows',
  differences: 'Differences',
  origin: 'Origin',
} as const satisfies Record<TabName, string>

function ObjectTabs({
  detail,
  run,
  arrival,
  onEnd,
}: { readonly detail: ObjectDetail } & Pick<Props, 'run' | 'arrival' | 'onEnd'>) {
  const { view, change } = useView()
  const navigate = useNavigate()
  const tab = view.tab === 'rows' && !detail.rows ? 'parts' : view.tab
  const turn = (next: TabName) => {
    if (next !== 'rows' || detail.rows) change({ tab: next })
  }
  const [first] = detail.findings
  // Arriving comes before the keys that waited for it.
  useEffect(() => {
    if (arrival) enterDifferences(arrival)
  }, [arrival])
  useDifferenceKeys(detail.id, onEnd)
  useObjectKeys(detail.id, {
    ...Object.fromEntries(TABS.map((name, index) => [String(index + 1), () => turn(name)])),
    d: () => change({ layout: view.layout === 'side' ? 'unified' : 'side' }),
    e: () => {
      if (first) void navigate({ to: '/baseline', search: { finding: first.id } })
    },
  })
  return (
    <>
      <Tabs
        className="tabs"
        selectedKey={tab}
        onSelectionChange={(key) => turn(TABS.find((name) => name === key) ?? 'parts')}
        disabledKeys={detail.rows ? [] : ['rows']}
      >
        <TabList aria-label="What to see of it" className="tab-list">
          {TABS.map((name) => (
            <Tab key={name} id={name} className="tab">
              {TITLES[name]}
              {name === 'differences' && (
                <span className="count">{formatNumber(detail.findings.length)}</span>
              )}
              {name === 'rows' && !detail.rows && <span className="muted">none compared</span>}
            </Tab>
          ))}
        </TabList>
        <TabPanel id="parts">
          <Grids grids={detail.grids} />
        </TabPanel>
        <TabPanel id="definition">
          <Definition definition={detail.definition} />
        </TabPanel>
        <TabPanel id="rows">
          <Rows run={run} id={detail.id} />
        </TabPanel>
        <TabPanel id="differences">
          <ObjectDifferences findings={detail.findings} />
        </TabPanel>
        <TabPanel id="origin">
          <OriginList origin={detail.origin} />
        </TabPanel>
      </Tabs>
      <Neighbours neighbours={detail.neighbours} />
    </>
  )
}

import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { Draft, DraftList, Place } from '../../../shared/draft.ts'
import type { FindingView } from '../../../shared/object.ts'
import { Mark } from '../../components/mark.tsx'
import { Problem } from '../../components/notice.tsx'
import { OffScreen } from '../../components/off-screen.tsx'
import { draftsQuery, findingsQuery, placeQuery } from '../../lib/queries.ts'
import { DRAFT_VIEWS, type DraftView } from '../../lib/screen-search.ts'
import { revisionText } from '../../lib/revision-text.ts'
import { useOverview } from '../../lib/use-overview.ts'
import { DraftActions } from './draft-actions.tsx'
import { DraftEditor } from './draft-editor.tsx'
import { FindingPanel } from './finding-panel.tsx'
import { useDraft } from './use-draft.ts'
import './baseline.css'

/** Both drafts, to edit, to compare with what was generated, and to verify again. */
export function BaselineScreen() {
  const { way } = useOverview()
  const { data, error, refetch } = useQuery({ ...draftsQuery, enabled: way === 'project' })
  if (way !== 'project') return <OffScreen name="Baseline" way={way} />
  if (!data) {
    return (
      <section className="screen">
        <h2>Baseline</h2>
        {error ? (
          <Problem thrown={error} onRetry={() => void refetch()} />
        ) : (
          <p className="empty">Reading the drafts…</p>
        )}
      </section>
    )
  }
  if (data.drafts.length === 0) return <OffScreen name="Baseline" way="project" />
  return <Drafts list={data} />
}

function Drafts({ list }: { readonly list: DraftList }) {
  const search = useSearch({ from: '/baseline' })
  const asked = useAskedFinding(search.finding, list.revision)
  const name = asked?.place.draft ?? search.draft
  const draft = list.drafts.find((each) => each.name === name)
  if (!draft) return <OffScreen name="Baseline" way="project" />
  return <DraftDesk list={list} draft={draft} asked={asked} />
}

interface Asked {
  readonly finding: FindingView
  readonly place: Place
}

function DraftDesk({
  list,
  draft,
  asked,
}: {
  readonly list: DraftList
  readonly draft: Draft
  readonly asked: Asked | undefined
}) {
  const search = useSearch({ from: '/baseline' })
  const open = useDraft(list, draft.name)
  const view = asked ? 'compare' : search.view
  const shown = open.state.status === 'conflict' ? 'on disk' : view
  return (
    <div className="screen baseline">
      <div className="screen-head">
        <h2>Baseline</h2>
        <Revision list={list} />
        <DraftActions draft={draft} />
      </div>
      {asked && <FindingPanel key={asked.finding.id} {...asked} />}
      {search.finding !== '' && !asked && <AskedTrouble id={search.finding} />}
      <Choices list={list} draft={draft} view={view} shown={shown} />
      <DraftEditor
        key={draft.name}
        list={list}
        draft={draft}
        open={open}
        view={view}
        line={asked?.place.line ?? search.line}
        besideLine={asked?.place.generatedLine ?? null}
      />
    </div>
  )
}

/** The finding that the address names, with its place in the drafts as they are now. */
function useAskedFinding(id: string, revision: number): Asked | undefined {
  const { run } = useOverview()
  const enabled = id !== '' && run > 0
  const { data: findings } = useQuery({ ...findingsQuery(run), enabled })
  const finding = findings?.findings.find((each) => each.id === id)
  const query = placeQuery(run, id)
  const { data: place } = useQuery({
    ...query,
    queryKey: [...query.queryKey, revision],
    // The last run may not have it any more, since it was mended.
    enabled: enabled && finding !== undefined,
    placeholderData: (before) => before,
  })
  return finding && place ? { finding, place } : undefined
}

/** Why the difference of the address is not shown. */
function AskedTrouble({ id }: { readonly id: string }) {
  const { run } = useOverview()
  const { data, error } = useQuery(findingsQuery(run))
  const isThere = data?.findings.some((finding) => finding.id === id) ?? false
  const place = useQuery({ ...placeQuery(run, id), enabled: isThere })
  const thrown = error ?? place.error
  if (thrown) return <Problem thrown={thrown} />
  const isGone = run === 0 || (data && !isThere)
  return (
    <p className="muted">
      {isGone
        ? 'The last run has no such difference: it may be mended already.'
        : 'Looking for the difference in the drafts…'}
    </p>
  )
}

function Revision({ list }: { readonly list: DraftList }) {
  const text = revisionText({ verified: list.verified, draft: list.revision })
  return text === undefined ? (
    <p>
      <Mark tone="proven" word={`Revision ${list.revision}, compared`} />
    </p>
  ) : (
    <p>
      <Mark tone="stale" word="Not verified" /> {text}
    </p>
  )
}

/** Which draft, and whether it stands alone or beside the generated one. */
function Choices({
  list,
  draft,
  view,
  shown,
}: {
  readonly list: DraftList
  readonly draft: Draft
  readonly view: DraftView
  /** Between the text on disk and the own one has to be chosen first: until then no other is shown. */
  readonly shown: DraftView | 'on disk'
}) {
  const navigate = useNavigate({ from: '/baseline' })
  return (
    <nav className="draft-choices" aria-label="Drafts">
      {list.drafts.map((each) => (
        <button
          key={each.name}
          type="button"
          aria-pressed={each.name === draft.name}
          onClick={() => void navigate({ search: { draft: each.name, view } })}
        >
          {each.file}
        </button>
      ))}
      <span className="choice-gap" />
      {DRAFT_VIEWS.filter((each) => each !== 'signed' || draft.signed !== null).map((each) => (
        <button
          key={each}
          type="button"
          aria-pressed={each === shown}
          disabled={shown === 'on disk'}
          onClick={() => void navigate({ search: { draft: draft.name, view: each } })}
        >
          {VIEW_NAMES[each]}
        </button>
      ))}
    </nav>
  )
}

const VIEW_NAMES: Readonly<Record<DraftView, string>> = {
  edit: 'Edit',
  compare: 'Compare with generated',
  signed: 'Compare with signed',
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { API } from '../../../shared/api.ts'
import type { ChooseLine, LineChoice, LineView } from '../../../shared/line-choice.ts'
import { counted } from '../../../shared/report.ts'
import { NameText } from '../../components/code-text.tsx'
import { Problem } from '../../components/notice.tsx'
import { announce } from '../../lib/announce.ts'
import { lineQuery, overviewQuery } from '../../lib/queries.ts'
import { send } from '../../lib/server.ts'
import { useStartJob } from '../../lib/use-jobs.ts'
import { useCanChange, useOverview } from '../../lib/use-overview.ts'

/** Which of the old migrations the baseline replaces: all of them, or those up to one that is chosen here. */
export function SquashLine() {
  const { data, error, refetch } = useQuery(lineQuery)
  // It outlives the form: what it begins may be refused when the form has begun anew.
  const choose = useChoose()
  if (error && !data) return <Problem thrown={error} onRetry={() => void refetch()} />
  // Choosing begins anew where another tab chose.
  // What a provider gives is replaced whole.
  if (!data || data.choices.length === 0) return null
  return (
    <>
      <LineForm key={JSON.stringify(data.chosen)} view={data} choose={choose} />
      {choose.error && <Problem thrown={choose.error} />}
    </>
  )
}

const ALL = ''

function LineForm({
  view,
  choose,
}: {
  readonly view: LineView
  readonly choose: ReturnType<typeof useChoose>
}) {
  const { choices, chosen, saidBy, configured, problem } = view
  const [picked, setPicked] = useState(chosen ?? ALL)
  const { revisions, job } = useOverview()
  const isBusy = job?.state === 'running' || choose.isPending
  const isSaid = saidBy === 'the command line'
  const choice = choices.find(({ last }) => last === picked) ?? choices.at(-1)
  const isOther = picked !== (chosen ?? ALL)
  const isKnown = picked === ALL || choices.some(({ last }) => last === picked)
  const mayChange = useCanChange()
  const isOff = !mayChange || isBusy || isSaid || !isOther || !isKnown || !choice?.names
  return (
    <form
      className="squash-line"
      aria-label="What the baseline replaces"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isOff) choose.mutate({ last: picked === ALL ? null : picked })
      }}
    >
      <p className="actions">
        <label htmlFor="squash-line">The baseline replaces</label>
        <select
          id="squash-line"
          value={picked}
          disabled={isSaid}
          aria-describedby="squash-line-note"
          onChange={({ target }) => setPicked(target.value)}
        >
          <option value={ALL}>all {counted(choices.length, 'migration')}</option>
          {!isKnown && <option value={picked}>up to {picked}, not there</option>}
          {choices.slice(0, -1).map(({ last }) => (
            <option key={last} value={last}>
              up to {last}
            </option>
          ))}
        </select>
        {isOther && (
          <button type="submit" className="primary" disabled={isOff}>
            {revisions === null ? 'Choose this' : 'Choose this and regenerate the drafts'}
          </button>
        )}
        {isOther && isBusy && <span className="muted">A job runs: wait for it, or cancel it.</span>}
      </p>
      <p id="squash-line-note" className={isKnown && choice?.names ? 'muted' : 'field-problem'}>
        {isKnown ? choice && <Meaning choice={choice} /> : problem}
      </p>
      {isOther && choice?.names && revisions !== null && (
        <p className="muted">
          The drafts are written anew for it, edits and all; Undo on Baseline brings the texts back.
          Sign-offs are for a line: they count no more.
        </p>
      )}
      {configured !== null && (
        <p className="muted actions">
          <span>
            Chosen here, before squashTo in the configuration, which says{' '}
            <NameText name={configured} />.
          </span>
          <button
            type="button"
            disabled={!mayChange || isBusy}
            onClick={() => choose.mutate({ by: 'the configuration' })}
          >
            {revisions === null
              ? 'Go by the configuration'
              : 'Go by the configuration and regenerate the drafts'}
          </button>
        </p>
      )}
      {saidBy !== 'nothing' && saidBy !== 'the page' && (
        <p className="muted">
          {isSaid
            ? 'Said by --squash-to on the command line: start without it to choose here.'
            : 'Said by squashTo in the configuration; what is chosen here goes before that.'}
        </p>
      )}
    </form>
  )
}

/** What stays, and how the files will be called where the usual names would run too late. */
function Meaning({ choice: { later, names, why } }: { readonly choice: LineChoice }) {
  if (!names) return why
  if (later === 0) return 'No file stays: whatever is added later runs after the baseline.'
  return (
    <>
      {later === 1 ? '1 later file stays and runs' : `${counted(later, 'later file')} stay and run`}{' '}
      after the baseline; both ends are proven.
      {why !== null && (
        <>
          {' '}
          Its usual names don’t fit: {why}. So they are <NameText name={names.baseline} /> and{' '}
          <NameText name={names.seed} />.
        </>
      )}
    </>
  )
}

/** Keeps the choice; drafts that are for another line are generated anew. */
function useChoose() {
  const client = useQueryClient()
  const start = useStartJob()
  const { revisions } = useOverview()
  return useMutation({
    mutationFn: (line: ChooseLine) => send<LineView>(API.chooseLine, line),
    onSuccess: async (view) => {
      announce('The squash line is chosen.')
      client.setQueryData(lineQuery.queryKey, view)
      if (revisions !== null) await start.mutateAsync('generate')
    },
    onSettled: () => client.invalidateQueries({ queryKey: overviewQuery.queryKey }),
  })
}

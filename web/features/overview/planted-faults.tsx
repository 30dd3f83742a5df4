import { Bug } from 'lucide-react'
import type { Overview } from '../../../shared/overview.ts'
import { KIND_NAMES } from '../../../shared/kinds.ts'
import {
  caughtIn,
  changesWords,
  plantedOutcome,
  plantedWords,
  type PlantedFault,
  type PlantedShown,
} from '../../../shared/planted.ts'
import { counted, formatNumber } from '../../../shared/report.ts'
import { CodeText, NameText } from '../../components/code-text.tsx'
import { Mark } from '../../components/mark.tsx'
import { More, TriedTable } from './tried-table.tsx'
import { BehaviourOutcome } from './behaviour-outcome.tsx'
import { Problem } from '../../components/notice.tsx'
import { useStartJob } from '../../lib/use-jobs.ts'
import { useCanChange } from '../../lib/use-overview.ts'

/** Tests the comparison itself: starts that, and shows what came of it. */
export function PlantedFaults({
  planted,
  job,
}: {
  readonly planted: PlantedShown | null
  readonly job: Overview['job']
}) {
  const start = useStartJob()
  const canChange = useCanChange()
  const isBusy = job?.state === 'running' || start.isPending
  return (
    <section className="planted" aria-label="Planted faults">
      <h3>Planted faults</h3>
      {planted ? <Outcome planted={planted} /> : <p>{ABOUT}</p>}
      {planted?.behaviour && <BehaviourOutcome behaviour={planted.behaviour} />}
      <p className="actions">
        <button type="button" disabled={isBusy || !canChange} onClick={() => start.mutate('plant')}>
          <Bug size={14} aria-hidden="true" />
          {planted ? 'Plant faults again' : 'Plant faults'}
        </button>
        {isBusy && <span className="muted">One job at a time: wait for it, or cancel it.</span>}
      </p>
      {start.error && <Problem thrown={start.error} />}
    </section>
  )
}

const ABOUT =
  'Repeats the whole run, then drops each object of what was rebuilt and changes its attributes, in scratch copies that are dropped again, and looks whether the comparison notices each. Rows that break a constraint are tried on copies of both sides. On a large schema that takes some minutes.'

const LOOKS = {
  holds: { tone: 'proven', word: 'Holds:' },
  fails: { tone: 'changed', word: 'Fails:' },
  unknown: { tone: 'not-compared', word: 'Could not tell:' },
} as const

function Outcome({ planted }: { readonly planted: PlantedShown }) {
  const { caughtOf = [], escaped, strange, spared, more } = planted
  const outcome = plantedOutcome(planted)
  return (
    <>
      <p>
        <Mark {...LOOKS[outcome]} /> {plantedWords(planted)}
      </p>
      {outcome === 'fails' && (
        <p>
          The comparison missed what it was shown, or told of what nobody planted: don’t rely on its
          verdict, and please report the schema.
        </p>
      )}
      {escaped.length > 0 && (
        <>
          <h4>Escaped: {counted(escaped.length + more.escaped, 'fault')}</h4>
          <FaultTable title="Faults that escaped" detail="Planted by" faults={escaped} />
          <More number={more.escaped} />
        </>
      )}
      {strange.length > 0 && (
        <>
          <h4>Found without a fault: {formatNumber(strange.length + more.strange)}</h4>
          <ul className="plain">
            {[...new Set(strange)].map((finding) => (
              <li key={finding}>
                <Mark tone="changed" word="Found" /> <NameText name={finding} />
              </li>
            ))}
          </ul>
          <More number={more.strange} />
        </>
      )}
      {caughtOf.length > 0 && (
        <details>
          <summary>{counted(planted.caught, 'fault')} caught</summary>
          <table className="faults">
            <caption className="hidden">Faults that were caught</caption>
            <thead>
              <tr>
                <th scope="col">Kind of object</th>
                <th scope="col">Caught</th>
                <th scope="col">By what was changed</th>
              </tr>
            </thead>
            <tbody>
              {caughtOf.map((each) => (
                <tr key={each.kind}>
                  <th scope="row">{KIND_NAMES[each.kind]}</th>
                  <td>{formatNumber(caughtIn(each))}</td>
                  <td>{changesWords(each)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
      {spared.length > 0 && (
        <details>
          <summary>{counted(spared.length + more.spared, 'fault')} could not be planted</summary>
          <FaultTable title="Faults that could not be planted" detail="Why not" faults={spared} />
          <More number={more.spared} />
        </details>
      )}
    </>
  )
}

const FaultTable = ({
  title,
  detail,
  faults,
}: {
  readonly title: string
  readonly detail: string
  readonly faults: readonly PlantedFault[]
}) => (
  <TriedTable
    title={title}
    what="Fault"
    detail={detail}
    rows={faults.map((fault) => ({
      key: JSON.stringify(fault),
      object: fault.object,
      what: <NameText name={fault.change} />,
      detail: <CodeText text={fault.detail} />,
    }))}
  />
)

import type { BehaviourCase } from '../../../shared/behaviour.ts'
import type { BehaviourShown } from '../../../shared/planted.ts'
import { counted } from '../../../shared/report.ts'
import { CodeText } from '../../components/code-text.tsx'
import { Mark } from '../../components/mark.tsx'
import { More, TriedTable } from './tried-table.tsx'

const LOOKS = {
  holds: { tone: 'proven', word: 'Holds:' },
  fails: { tone: 'changed', word: 'Fails:' },
  unknown: { tone: 'not-compared', word: 'Could not tell:' },
  'not-run': { tone: 'not-compared', word: 'Not tried:' },
} as const

/** What both sides did with rows that break their constraints. */
export function BehaviourOutcome({ behaviour }: { readonly behaviour: BehaviourShown }) {
  const { outcome, words, differing, accepted, untried, more } = behaviour
  return (
    <>
      <h4>Behaviour</h4>
      <p>
        <Mark {...LOOKS[outcome]} /> {words}
      </p>
      {differing.length > 0 && (
        <>
          <CaseTable title="Constraints that one side does not enforce" cases={differing} isBoth />
          <More number={more.differing} />
        </>
      )}
      <Folded title="Constraints that both sides let pass" cases={accepted} more={more.accepted}>
        let pass by both sides
      </Folded>
      <Folded title="Constraints that could not be tried" cases={untried} more={more.untried}>
        could not be tried
      </Folded>
    </>
  )
}

function Folded({
  title,
  cases,
  more,
  children,
}: {
  readonly title: string
  readonly cases: readonly BehaviourCase[]
  readonly more: number
  readonly children: string
}) {
  if (cases.length === 0) return null
  return (
    <details>
      <summary>
        {counted(cases.length + more, 'constraint')} {children}
      </summary>
      <CaseTable title={title} cases={cases} isBoth={false} />
      <More number={more} />
    </details>
  )
}

const CaseTable = ({
  title,
  cases,
  isBoth,
}: {
  readonly title: string
  readonly cases: readonly BehaviourCase[]
  readonly isBoth: boolean
}) => (
  <TriedTable
    title={title}
    what="Constraint"
    detail={isBoth ? 'What each side did, and with what' : 'Why'}
    rows={cases.map((each) => ({
      key: JSON.stringify(each),
      object: each.object,
      what: each.constraint,
      detail: isBoth ? (
        <>
          old: {each.detail}; rebuilt: {each.rebuilt}
          {each.row !== null && (
            <>
              <br />
              <CodeText text={each.row} />
            </>
          )}
        </>
      ) : (
        <CodeText text={each.detail} />
      ),
    }))}
  />
)

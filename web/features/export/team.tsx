import type { BranchJudgement, FileJudgement, TeamAdvice } from '../../../shared/team.ts'
import { momentText } from '../../../shared/moment-text.ts'
import { counted, formatNumber } from '../../../shared/report.ts'
import { CodeText } from '../../components/code-text.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Mark } from '../../components/mark.tsx'
import { withNamedCharacters } from '../../lib/visible-text.ts'

/** What whoever works on the project has to know: which open branches need what, and the text of the notes. */
export function Team({ team }: { readonly team: TeamAdvice }) {
  const astray = team.folder.filter(({ verdict }) => verdict === 'refused')
  return (
    <section className="team" aria-label="For the team">
      <h3>For the team</h3>
      {astray.length > 0 && (
        <section aria-label="The folder as it stands now">
          <h4>The folder as it stands now</h4>
          <Files files={astray} />
        </section>
      )}
      <Branches team={team} />
      <p>
        A new migration is called <code>{withNamedCharacters(team.next)}</code> next.
      </p>
      <details>
        <summary>
          What changes for each developer{' '}
          <span className="muted">the text that goes into the notes</span>
        </summary>
        <div className="plan-content">
          <CodeText text={team.text.trim()} />
          <p className="actions">
            <CopyButton text={`${team.text.trim()}\n`} label="Copy the text" />
          </p>
        </div>
      </details>
    </section>
  )
}

function Branches({
  team: { state, branches, noBranches, looked, left },
}: {
  readonly team: TeamAdvice
}) {
  if (!branches) {
    return <p className="muted">Branches could not be looked at: {noBranches}.</p>
  }
  const rest =
    left === 0
      ? ''
      : ` ${counted(left, 'older one')} not looked at here: rebaseline branches --newest ${formatNumber(looked + left).replaceAll(',', '')} looks at all.`
  return (
    <>
      <p className="muted">
        {`${counted(looked, 'open branch')} looked at, as this checkout knows them; git fetch brings others.${rest}`}
      </p>
      {branches.length === 0 ? (
        <p>None of them touches the folder of migrations.</p>
      ) : (
        <>
          <p>
            {state === 'before'
              ? 'These touch the folder of migrations. Merge them before the export and run again, or tell them what becomes of their files after it:'
              : 'These still touch the folder of migrations:'}
          </p>
          <ul className="plan-files">
            {branches.map((branch) => (
              <Branch key={branch.names[0]} branch={branch} />
            ))}
          </ul>
        </>
      )}
    </>
  )
}

const MARKS = {
  kept: { tone: 'same', word: 'Keeps its place' },
  refused: { tone: 'not-compared', word: 'Refused' },
  unknown: { tone: 'not-compared', word: 'Could not tell' },
} as const

const Branch = ({
  branch: { names, committedAt, verdict, why, files },
}: {
  readonly branch: BranchJudgement
}) => (
  <li>
    <p className="branch">
      <Mark {...MARKS[verdict]} /> <code>{withNamedCharacters(names.join(', '))}</code>{' '}
      <span className="muted">last commit {momentText(committedAt)}</span>
    </p>
    {why !== null && <p>{withNamedCharacters(why)}</p>}
    <Files files={files} />
  </li>
)

const Files = ({ files }: { readonly files: readonly FileJudgement[] }) => (
  <ul className="refusals">
    {files.map(({ file, change, from, verdict, why, advice, commands }) => (
      <li key={`${change} ${file}`}>
        {verdict === 'refused' && <Mark {...MARKS.refused} />}{' '}
        <code>{withNamedCharacters(file)}</code>
        {change !== 'stands' && ` ${change}`}
        {from !== null && ` from ${from}`}: {withNamedCharacters(why)}
        {advice !== null && (
          <p>
            {withNamedCharacters(`To do: ${advice}.`)}{' '}
            {commands.map((command) => (
              <span key={command}>
                <code>{withNamedCharacters(command)}</code>{' '}
                <CopyButton text={`${command}\n`} label="Copy it" />
              </span>
            ))}
          </p>
        )}
      </li>
    ))}
  </ul>
)

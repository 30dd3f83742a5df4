import { Link } from '@tanstack/react-router'
import { useMutation } from '@tanstack/react-query'
import type { Place } from '../../../shared/draft.ts'
import { describeAddress } from '../../../shared/model.ts'
import type { FindingView } from '../../../shared/object.ts'
import { Value } from '../../components/attributes-table.tsx'
import { CodeText } from '../../components/code-text.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Mark } from '../../components/mark.tsx'
import { Problem } from '../../components/notice.tsx'
import { absentWord, attributeTexts, shownAttributes } from '../../lib/attribute-text.ts'
import { mendedText, useMend } from '../../lib/use-mend.ts'
import { useCanChange } from '../../lib/use-overview.ts'
import { findingLook } from '../../lib/verdicts.ts'
import { desk } from './desk.ts'

/** The difference that the editor was opened for: what differs, where it stands, what would mend it. */
export function FindingPanel({
  finding,
  place,
}: {
  readonly finding: FindingView
  readonly place: Place
}) {
  const mend = useMend()
  const canChange = useCanChange()
  const add = useMutation({
    mutationFn: async () => {
      await desk.flush()
      return mend.mutateAsync([finding.id])
    },
  })
  const text = place.statements.join(';\n')
  return (
    <section className="finding-panel" aria-label="The difference to mend">
      <p className="finding-title">
        <Mark {...findingLook(finding)} /> <CodeText text={describeAddress(finding.address)} />
      </p>
      {shownAttributes(finding).map(({ name, old, rebuilt }) => {
        const [before, after] = attributeTexts(old, rebuilt)
        return (
          <p key={name}>
            {name}: old <Value text={before} absent={absentWord(finding, name, 'old')} />, rebuilt{' '}
            <Value text={after} absent={absentWord(finding, name, 'rebuilt')} />
          </p>
        )
      })}
      <p>{whereText(place)}</p>
      {text !== '' && (
        <div className="statements">
          <CodeText text={text} />
          <p className="actions">
            <CopyButton text={text} label="Copy the statements" />
            {finding.remedy === 'statements' && (
              <button
                type="button"
                disabled={add.isPending || !canChange}
                onClick={() => add.mutate()}
              >
                Add to the draft
              </button>
            )}
          </p>
        </div>
      )}
      {add.data && (
        <p>
          {mendedText(add.data)} {add.data.left.map(({ why }) => why).join(' ')}
        </p>
      )}
      {add.error && <Problem thrown={add.error} />}
      <p className="actions">
        {finding.object !== null && (
          <Link to="/compare" search={{ object: finding.object, tab: 'differences' }}>
            Back to the comparison
          </Link>
        )}
        <Link to="/baseline" search={{ draft: place.draft }}>
          Close
        </Link>
      </p>
    </section>
  )
}

function whereText({ line, generatedLine }: Place): string {
  const draft = line === null ? 'It was not found in the draft' : `In the draft: line ${line}`
  const generated =
    generatedLine === null
      ? 'nor in the generated text.'
      : `in the generated text: line ${generatedLine}.`
  if (line !== null && generatedLine === null) return `${draft}; not found in the generated text.`
  return `${draft}, ${generated}`
}

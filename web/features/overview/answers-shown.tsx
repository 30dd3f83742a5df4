import type { AnswersPreview } from '../../../shared/first-run.ts'
import { CodeText } from '../../components/code-text.tsx'

/** What will be created, in exactly these words, and that nothing else is touched. */
export const AnswersShown = ({
  preview: { file, text, why, notice },
  reading,
}: {
  readonly preview: AnswersPreview
  readonly reading: 'behind' | 'current'
}) => (
  <section className="first-run" aria-label="What will be created" aria-busy={reading === 'behind'}>
    <h3>What will be created</h3>
    {notice.length === 0 && <p>Nothing, before it is clear which folder is meant.</p>}
    <ol>
      {notice.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ol>
    {notice.length === 0 ? null : why === null ? (
      <>
        <p>
          And, if you let it be written, <code>{file}</code> with this text. It is read, never run:
        </p>
        <CodeText text={text.trimEnd()} />
      </>
    ) : (
      <>
        <p>{why} This is what it would say:</p>
        <CodeText text={text.trimEnd()} />
      </>
    )}
  </section>
)

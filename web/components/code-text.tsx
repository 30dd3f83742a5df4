import { Fragment, useState } from 'react'
import type { Stretch } from '../lib/visible-text.ts'
import { lineOf, partsOf, visibleText } from '../lib/visible-text.ts'

/** Text from a database: what hides is named, what differs is marked, lines are numbered where there are several. */
export function CodeText({ text, differs }: { readonly text: string; readonly differs?: Stretch }) {
  const [extent, setExtent] = useState<'whole' | 'clipped'>('clipped')
  if (text === '') return <span className="no-value">empty text</span>
  const { lines, clipped } = visibleText(text, { ...(differs && { differs }), extent })
  const firstLine = lines[0]?.number ?? 1
  const numbered = lines.length > 1 || firstLine > 1
  return (
    <>
      <code
        className={numbered ? 'code numbered' : 'code'}
        style={{ counterReset: `line ${firstLine - 1}` }}
      >
        {lines.map(({ number, segments }) => (
          <span className="line" key={number}>
            {segments.map((segment) => {
              const shown = segment.invisible ? (
                <span className="invisible">{segment.text}</span>
              ) : (
                <Breakable text={segment.text} />
              )
              return segment.differs ? (
                <mark key={segment.start}>{shown}</mark>
              ) : (
                <span key={segment.start}>{shown}</span>
              )
            })}
          </span>
        ))}
      </code>
      {clipped && (
        <p className="clipped">
          {clipped.shown.toLocaleString('en')} of {clipped.total.toLocaleString('en')} characters
          shown{' '}
          <button type="button" onClick={() => setExtent('whole')}>
            Show all of them
          </button>
        </p>
      )}
    </>
  )
}

const Breakable = ({ text }: { readonly text: string }) =>
  partsOf(text).map((part, index) => (
    // oxlint-disable-next-line react/no-array-index-key -- The parts of one text never move.
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ))

/** A name from a database in a list: one line, and what hides in it is named. */
export const NameText = ({ name }: { readonly name: string }) => (
  <bdi>
    {lineOf(name).map(({ start, text, invisible }) => (
      <span key={start} className={invisible ? 'invisible' : undefined}>
        {text}
      </span>
    ))}
  </bdi>
)

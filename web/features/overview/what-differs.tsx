import { Link } from '@tanstack/react-router'
import type { Result } from '../../../shared/overview.ts'
import { counted, formatNumber } from '../../../shared/report.ts'
import { Mark } from '../../components/mark.tsx'

type Classes = Result['classes']

/** What blocks and what is acceptable, by class; each leads to its differences. */
export function WhatDiffers({ result }: { readonly result: Result }) {
  const blocking = result.classes.filter(({ blocks }) => blocks)
  const acceptable = result.classes.filter(({ blocks }) => !blocks)
  return (
    <>
      <section aria-label="What blocks">
        <h3>What blocks</h3>
        {blocking.length === 0 ? (
          <p className="muted">
            {result.verdict === 'unknown'
              ? 'Nothing that was compared; but not everything could be.'
              : 'Nothing.'}
          </p>
        ) : (
          <ClassTable title="Blocking differences" classes={blocking} />
        )}
      </section>
      <section aria-label="Acceptable differences">
        <h3>Acceptable</h3>
        {acceptable.length === 0 ? (
          <p className="muted">No acceptable differences.</p>
        ) : (
          <>
            <p>
              {counted(sum(acceptable), 'acceptable difference')} by{' '}
              {counted(acceptable.length, 'rule')} ·{' '}
              <Link to="/compare" search={{ status: 'acceptable' }}>
                show
              </Link>
            </p>
            <ClassTable title="Acceptable differences by rule" classes={acceptable} />
          </>
        )}
      </section>
    </>
  )
}

const ClassTable = ({ title, classes }: { readonly title: string; readonly classes: Classes }) => (
  <table className="classes">
    <caption className="hidden">{title}</caption>
    <thead className="hidden">
      <tr>
        <th scope="col">Class</th>
        <th scope="col">Differences</th>
        <th scope="col">Meaning</th>
      </tr>
    </thead>
    <tbody>
      {classes.map(({ class: name, count, blocks, means }) => (
        <tr key={name}>
          <th scope="row">
            <Link to="/compare" search={{ class: name }}>
              <Mark tone={blocks ? 'changed' : 'acceptable'} word={name} />
            </Link>
          </th>
          <td className="number">{formatNumber(count)}</td>
          <td className="muted">{means}</td>
        </tr>
      ))}
    </tbody>
  </table>
)

const sum = (classes: Classes): number => classes.reduce((total, { count }) => total + count, 0)

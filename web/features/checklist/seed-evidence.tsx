import type { ItemEvidence } from '../../../shared/checklist.ts'
import { counted } from '../../../shared/report.ts'
import {
  isSameRows,
  moreTablesText,
  ROWS_MEAN,
  sensitiveText,
  sideRowsText,
  type RowHashes,
} from '../../../shared/seed-evidence.ts'
import { Mark } from '../../components/mark.tsx'

/** What shows that the rows are the same, and which of them a person should look at before they are committed. */
export function SeedEvidence({ evidence }: { readonly evidence: ItemEvidence }) {
  return (
    <>
      <SensitiveList evidence={evidence} />
      {evidence.rowHashes && evidence.rowHashes.tables.length > 0 && (
        <HashTable rowHashes={evidence.rowHashes} />
      )}
    </>
  )
}

/** What looks like a secret or personal data. */
export function SensitiveList({ evidence: { sensitive } }: { readonly evidence: ItemEvidence }) {
  if (!sensitive || sensitive.length === 0) return null
  return (
    <ul aria-label="Looks like secrets or personal data" className="left-out">
      {sensitive.map((each) => (
        <li key={sensitiveText(each)}>
          <Mark tone="not-compared" word="Look" /> {sensitiveText(each)}
        </li>
      ))}
    </ul>
  )
}

function HashTable({ rowHashes }: { readonly rowHashes: RowHashes }) {
  const { tables, more } = rowHashes
  return (
    <details>
      <summary>Row hashes of {counted(tables.length, 'table')}, on both sides</summary>
      <p className="muted">{ROWS_MEAN}</p>
      <div className="row-hashes-holder">
        <table className="row-hashes">
          <thead>
            <tr>
              <th scope="col">Table</th>
              <th scope="col">Old</th>
              <th scope="col">Rebuilt</th>
              <th scope="col">Rows</th>
              <th scope="col">Made anew</th>
            </tr>
          </thead>
          <tbody>
            {tables.map((each) => (
              <tr key={each.table}>
                <th scope="row">{each.table}</th>
                <td>{sideRowsText(each.old)}</td>
                <td>{sideRowsText(each.rebuilt)}</td>
                <td>
                  {isSameRows(each) ? (
                    <Mark tone="same" word="Same" />
                  ) : (
                    <Mark tone="changed" word="Not the same" />
                  )}
                </td>
                <td>{each.madeAnew.join(', ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {more > 0 && <p>{moreTablesText(rowHashes)}</p>}
    </details>
  )
}

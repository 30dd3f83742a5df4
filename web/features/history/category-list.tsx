import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { isFoundOut, type Category, type CategoryTable } from '../../../shared/categories.ts'
import { formatNumber } from '../../../shared/report.ts'
import { ChosenLines } from '../../components/chosen-lines.tsx'
import { NameText } from '../../components/code-text.tsx'

const MOST_EXAMPLES = 3

/** What the migrations are there for: how many of each sort, and which. */
export const CategoryList = ({ table }: { readonly table: CategoryTable }) => (
  <section className="categories" aria-label="Categories">
    <h3>Categories</h3>
    <table>
      <thead>
        <tr>
          <th scope="col">Category</th>
          <th scope="col" className="number">
            Migrations
          </th>
          <th scope="col">Examples</th>
        </tr>
      </thead>
      <tbody>
        {table.categories.map((category) => (
          <Row key={category.title} category={category} />
        ))}
      </tbody>
    </table>
    {table.notes.length > 0 && (
      <ul className="plain">
        {[...new Set(table.notes)].map((note) => (
          <li key={note}>
            <strong>
              <NameText name={note} />
            </strong>
          </li>
        ))}
      </ul>
    )}
    <ChosenLines
      setting="categories"
      groups={table.categories
        .filter(({ title }) => !isFoundOut(title))
        .map(({ title, migrations }) => ({ title, names: migrations }))}
    />
  </section>
)

function Row({ category: { title, migrations } }: { readonly category: Category }) {
  const [extent, setExtent] = useState<'examples' | 'all'>('examples')
  const shown = extent === 'all' ? migrations : migrations.slice(0, MOST_EXAMPLES)
  const left = migrations.length - shown.length
  return (
    <tr>
      <th scope="row">
        <NameText name={title} />
      </th>
      <td className="number">{formatNumber(migrations.length)}</td>
      <td>
        <span className="finding-migrations">
          {shown.map((name) => (
            <Link key={name} to="/history" search={(now) => ({ ...now, migration: name })}>
              <NameText name={name} />
            </Link>
          ))}
          {left > 0 && (
            <button
              type="button"
              className="link"
              aria-label={`Show ${formatNumber(left)} more of ${title}`}
              onClick={() => setExtent('all')}
            >
              and {formatNumber(left)} more
            </button>
          )}
        </span>
      </td>
    </tr>
  )
}

import { useState } from 'react'
import { groupEffects, type EffectGroup } from '../../../shared/effect-groups.ts'
import type { Effect, MigrationHistory } from '../../../shared/history.ts'
import { rowsText } from '../../../shared/history-picture.ts'
import { describeAddress, keyOf, ownNameOf } from '../../../shared/model.ts'
import { formatNumber } from '../../../shared/report.ts'
import { Value } from '../../components/attributes-table.tsx'
import { CodeText } from '../../components/code-text.tsx'
import { Mark } from '../../components/mark.tsx'
import { attributeTexts } from '../../lib/attribute-text.ts'
import { kindName } from '../../lib/kind-names.ts'
import type { Tone } from '../../lib/look.ts'
import { differingStretches } from '../../lib/visible-text.ts'

const PAGE = 60

/** What a migration did to each object and its parts, and the rows that it touched. */
export function EffectList({ effects }: { readonly effects: MigrationHistory['effects'] }) {
  const [most, setMost] = useState(PAGE)
  if (!effects) return <p className="empty">What it did could not be told.</p>
  const groups = groupEffects(effects.objects)
  const touched = effects.rows.tables.filter((each) => rowsText(each) !== '')
  if (groups.length === 0 && touched.length === 0) {
    return (
      <p className="empty">
        {effects.more
          ? 'No effect can be named.'
          : 'No object and no row is otherwise than it was.'}
      </p>
    )
  }
  const left = groups.length - most
  return (
    <>
      {groups.length > 0 && (
        <table className="effects">
          <caption className="hidden">Objects</caption>
          <tbody>
            {groups.slice(0, most).map((group) => (
              <Group key={`${group.own?.change} ${keyOf(group.address)}`} group={group} />
            ))}
          </tbody>
        </table>
      )}
      {left > 0 && (
        <button type="button" onClick={() => setMost(most + PAGE)}>
          Show {formatNumber(Math.min(left, PAGE))} more of {formatNumber(left)}
        </button>
      )}
      {touched.length > 0 && (
        <table className="effects">
          <caption className="hidden">Rows</caption>
          <tbody>
            {touched.map((each) => (
              <tr key={keyOf(each.table)}>
                <th scope="row">Rows</th>
                <td>
                  <CodeText text={each.table.names.join('.')} />: {rowsText(each)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}

const LOOKS: Readonly<Record<Effect['change'], { readonly tone: Tone; readonly word: string }>> = {
  created: { tone: 'added', word: 'Created' },
  altered: { tone: 'changed', word: 'Altered' },
  renamed: { tone: 'changed', word: 'Renamed' },
  dropped: { tone: 'missing', word: 'Dropped' },
  rebuilt: { tone: 'same', word: 'Made anew' },
  follows: { tone: 'same', word: 'Follows' },
}

const MOST_PARTS = 200

/** Parts of what was created or dropped came and went with it; they are only named. */
function Group({ group: { address, own, parts } }: { readonly group: EffectGroup }) {
  const isWhole = own !== null && ['created', 'dropped', 'rebuilt'].includes(own.change)
  const shown = parts.slice(0, MOST_PARTS)
  const left = parts.length - shown.length
  return (
    <tr>
      <th scope="row">{own ? <Mark {...LOOKS[own.change]} /> : <Mark {...LOOKS.altered} />}</th>
      <td>
        <CodeText text={titleOf(own, describeAddress(address))} />
        {own?.was && (
          <span className="muted">
            {' '}
            was <CodeText text={own.was.names.join('.')} />
          </span>
        )}
        {own && <Attributes effect={own} />}
        {isWhole ? (
          parts.length > 0 && <p className="muted">{namesOf(parts)}</p>
        ) : (
          <ul className="plain effect-parts">
            {shown.map((part) => (
              <li key={`${part.change} ${part.kind} ${keyOf(part.address)}`}>
                <Mark {...LOOKS[part.change]} />{' '}
                <span className="muted">{kindName(part.kind)}</span>{' '}
                <CodeText text={ownNameOf(part.address)} />
                {part.was && ownNameOf(part.was) !== ownNameOf(part.address) && (
                  <span className="muted">
                    {' '}
                    was <CodeText text={ownNameOf(part.was)} />
                  </span>
                )}
                <Attributes effect={part} />
              </li>
            ))}
          </ul>
        )}
        {!isWhole && left > 0 && <p className="muted">and {formatNumber(left)} more parts</p>}
      </td>
    </tr>
  )
}

/** Of types Postgres says only `type`. */
const titleOf = (own: Effect | null, described: string): string =>
  own && described.startsWith('type ') ? `${kindName(own.kind)} ${described.slice(5)}` : described

/** `column id, column name, constraint users_pkey` */
function namesOf(parts: readonly Effect[]): string {
  const named = parts
    .slice(0, MOST_PARTS)
    .map(({ kind, address }) => `${kindName(kind)} ${ownNameOf(address)}`)
  const left = parts.length - named.length
  return left > 0 ? `${named.join(', ')} and ${formatNumber(left)} more` : named.join(', ')
}

function Attributes({ effect: { attributes, address } }: { readonly effect: Effect }) {
  if (attributes.length === 0) return null
  return (
    <table className="attributes">
      <caption className="hidden">Attributes of {ownNameOf(address)}</caption>
      <thead>
        <tr>
          <th scope="col">Attribute</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {attributes.map(({ name, before, after }) => {
          const [was, is] = attributeTexts(before, after)
          const [inWas, inIs] = differingStretches(was ?? '', is ?? '')
          return (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>
                <Value text={was} differs={inWas} absent="none" />
              </td>
              <td>
                <Value text={is} differs={inIs} absent="none" />
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

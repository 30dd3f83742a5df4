import type { FindingView } from '../../shared/object.ts'
import { absentWord, attributeTexts } from '../lib/attribute-text.ts'
import type { Stretch } from '../lib/visible-text.ts'
import { differingStretches } from '../lib/visible-text.ts'
import { CodeText } from './code-text.tsx'

const OLD_AND_REBUILT = ['Old', 'Rebuilt'] as const

type Attribute = FindingView['attributes'][number]

/** What differs in an object: each attribute's old value beside its rebuilt one. */
export function AttributesTable({
  attributes,
  finding,
  name,
  sides = OLD_AND_REBUILT,
}: Pick<FindingView, 'attributes'> & {
  readonly finding: Pick<FindingView, 'kind' | 'change'>
  readonly name: string
  /** How both sides are called. */
  readonly sides?: readonly [string, string]
}) {
  if (attributes.length === 0) return null
  return (
    <table className="attributes">
      <caption className="hidden">Attributes of {name}</caption>
      <thead>
        <tr>
          <th scope="col">Attribute</th>
          <th scope="col">{sides[0]}</th>
          <th scope="col">{sides[1]}</th>
        </tr>
      </thead>
      <tbody>
        {attributes.map((attribute) => (
          <AttributeRow key={attribute.name} attribute={attribute} finding={finding} />
        ))}
      </tbody>
    </table>
  )
}

function AttributeRow({
  attribute,
  finding,
}: {
  readonly attribute: Attribute
  readonly finding: Pick<FindingView, 'kind' | 'change'>
}) {
  const { change } = finding
  const [old, rebuilt] = attributeTexts(attribute.old, attribute.rebuilt)
  const [inOld, inRebuilt] =
    change === 'changed' || change === 'renamed' ? differingStretches(old ?? '', rebuilt ?? '') : []
  return (
    <tr>
      <th scope="row">{attribute.name}</th>
      <td>
        <Value text={old} differs={inOld} absent={absentWord(finding, attribute.name, 'old')} />
      </td>
      <td>
        <Value
          text={rebuilt}
          differs={inRebuilt}
          absent={absentWord(finding, attribute.name, 'rebuilt')}
        />
      </td>
    </tr>
  )
}

/** One value as text, or why there is none. */
export function Value({
  text,
  differs,
  absent,
}: {
  readonly text: string | undefined
  readonly differs?: Stretch | undefined
  readonly absent: string
}) {
  if (text === undefined) return <span className="no-value">{absent}</span>
  return <CodeText text={text} {...(differs && { differs })} />
}

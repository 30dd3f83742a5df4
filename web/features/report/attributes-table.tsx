import type { AttributeDifference, Finding } from '../../../shared/finding.ts'
import { CodeText } from '../../components/code-text.tsx'
import { attributeTexts } from '../../lib/attribute-text.ts'
import type { Stretch } from '../../lib/visible-text.ts'
import { differingStretches } from '../../lib/visible-text.ts'

/** What differs in an object: old beside rebuilt. */
export function AttributesTable({
  finding,
  name,
}: {
  readonly finding: Finding
  readonly name: string
}) {
  if (finding.attributes.length === 0) return null
  return (
    <table className="attributes">
      <caption className="hidden">Attributes of {name}</caption>
      <thead>
        <tr>
          <th scope="col">Attribute</th>
          <th scope="col">Old</th>
          <th scope="col">Rebuilt</th>
        </tr>
      </thead>
      <tbody>
        {finding.attributes.map((attribute) => (
          <AttributeRow key={attribute.name} attribute={attribute} change={finding.change} />
        ))}
      </tbody>
    </table>
  )
}

function AttributeRow({
  attribute,
  change,
}: {
  readonly attribute: AttributeDifference
  readonly change: Finding['change']
}) {
  const [old, rebuilt] = attributeTexts(attribute.old, attribute.rebuilt)
  const [inOld, inRebuilt] =
    change === 'changed' || change === 'renamed' ? differingStretches(old ?? '', rebuilt ?? '') : []
  return (
    <tr>
      <th scope="row">{attribute.name}</th>
      <td>
        <Value text={old} differs={inOld} absent={change === 'added' ? 'not there' : 'none'} />
      </td>
      <td className="changed-cell">
        <Value
          text={rebuilt}
          differs={inRebuilt}
          absent={change === 'missing' ? 'not there' : 'none'}
        />
      </td>
    </tr>
  )
}

function Value({
  text,
  differs,
  absent,
}: {
  readonly text: string | undefined
  readonly differs: Stretch | undefined
  readonly absent: string
}) {
  if (text === undefined) return <span className="no-value">{absent}</span>
  return <CodeText text={text} {...(differs && { differs })} />
}

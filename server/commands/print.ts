import type { AttributeDifference, Comparison, Finding } from '../../shared/finding.ts'
import { blocks, DIFFERENCE_CLASSES } from '../../shared/finding.ts'
import { KIND_NAMES } from '../../shared/kinds.ts'
import { describeAddress, MIGRATING_ROLE, type AttributeValue } from '../../shared/model.ts'
import { summarize } from '../../shared/report.ts'

const WORDS = {
  equal: 'Equal',
  acceptable: 'Acceptable',
  different: 'Different',
  unknown: 'Could not tell',
} as const

/** A comparison as people read it in a terminal; `most` findings are written out. */
export function comparisonText(comparison: Comparison, most = Number.POSITIVE_INFINITY): string {
  const { verdict, headline, coverage } = summarize(comparison)
  const sorted = [...comparison.findings].sort((a, b) => Number(blocks(b)) - Number(blocks(a)))
  const shown = sorted.slice(0, most).map(findingText)
  const left = sorted.length - shown.length
  return [
    `${WORDS[verdict]}: ${headline}`,
    coverage,
    ...shown,
    ...(left > 0 ? [`… and ${left} more`] : []),
  ].join('\n')
}

function findingText(finding: Finding): string {
  const mark = blocks(finding) ? '✗' : '≈'
  const about = `${mark} ${finding.class}: ${KIND_NAMES[finding.kind]} ${clean(describeAddress(finding.address))} ${finding.change}`
  const note =
    finding.note ?? (blocks(finding) ? undefined : DIFFERENCE_CLASSES[finding.class].means)
  return [
    `  ${about}`,
    ...finding.attributes.map((attribute) => `      ${attributeText(attribute)}`),
    ...(note === undefined ? [] : [`      (${clean(note)})`]),
  ].join('\n')
}

const attributeText = ({ name, old, rebuilt }: AttributeDifference): string =>
  `${clean(name)}: ${valueText(old)} → ${valueText(rebuilt)}`

function valueText(value: AttributeValue): string {
  if (value === MIGRATING_ROLE) return '(migrating role)'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return clean(text.length > 160 ? `${text.slice(0, 157)}…` : text)
}

/** Nothing from a database may steer a terminal: control and hidden characters are written as escapes. */
export const clean = (text: string): string =>
  text
    .replaceAll('\n', '⏎')
    .replace(
      /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]/g,
      (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )

import { blocks, DIFFERENCE_CLASSES } from '../../shared/finding.ts'
import type {
  AttributeDifference,
  Comparison,
  DifferenceClass,
  Finding,
} from '../../shared/finding.ts'
import { MIGRATING_ROLE } from '../../shared/model.ts'
import {
  CHANGE_WORDS,
  counted,
  formatNumber,
  subjectOf,
  summarize,
  VERDICT_WORDS,
} from '../../shared/report.ts'
import type { Wording } from '../../shared/wording.ts'
import { visible, visibleLines, visiblePair } from './visible.ts'

/** The verdict of a comparison in one line. */
export function verdictText(comparison: Comparison): string {
  const { verdict, headline } = summarize(comparison)
  return `${VERDICT_WORDS[verdict]}: ${headline}`
}

/** Of every class at least these are written out, so that none is only a number. */
const FEW = 2

/** A comparison as people read it in a terminal; about `most` findings are written out. */
export function comparisonText(
  comparison: Comparison,
  most: number = Number.POSITIVE_INFINITY,
  wording?: Wording,
): string {
  const { verdict, headline: plain, coverage } = summarize(comparison)
  const headline = wording?.headline(comparison) ?? plain
  let room = most
  const groups = groupsOf(comparison.findings).flatMap(([name, findings]) => {
    const shown = findings.slice(0, Math.max(room, FEW))
    room -= shown.length
    return groupText(name, findings, shown, wording)
  })
  return [
    `${VERDICT_WORDS[verdict]}: ${headline}`,
    coverage,
    ...opinionLines(comparison),
    ...comparison.notCompared.map((item) => `  not compared: ${visible(item)}`),
    ...groups,
  ].join('\n')
}

/** What pg_dump says, or why it says nothing. */
const opinionLines = ({ secondOpinion }: Comparison): string[] =>
  secondOpinion
    ? [`  second opinion (pg_dump): ${secondOpinion.outcome}: ${visible(secondOpinion.detail)}`]
    : []

/** Findings by class, what blocks first. */
function groupsOf(
  findings: readonly Finding[],
): readonly (readonly [DifferenceClass, readonly Finding[]])[] {
  const classes = Object.keys(DIFFERENCE_CLASSES) as DifferenceClass[]
  return classes
    .map((name) => [name, findings.filter((finding) => finding.class === name)] as const)
    .filter(([, found]) => found.length > 0)
}

function groupText(
  name: DifferenceClass,
  findings: readonly Finding[],
  shown: readonly Finding[],
  wording: Wording | undefined,
): string[] {
  const { means, blocks: isBlocking } = DIFFERENCE_CLASSES[name]
  const left = findings.length - shown.length
  const what = isBlocking ? 'blocks' : 'acceptable'
  return [
    `${name}: ${means} (${formatNumber(findings.length)}, ${what})`,
    ...shown.map((finding) => findingText(finding, wording)),
    ...(left > 0 ? [`  … and ${formatNumber(left)} more`] : []),
  ]
}

function findingText(finding: Finding, wording: Wording | undefined): string {
  const { kind, address, change, attributes, note, sql } = finding
  const became = wording?.change(finding) ?? CHANGE_WORDS[change]
  const gone = change === 'missing' || change === 'added'
  // That it is there on one side only was just said.
  const told = attributes.filter(({ name }) => !(gone && name === 'present'))
  return [
    `  ${blocks(finding) ? '✗' : '≈'} ${visible(subjectOf(kind, address))} ${became}`,
    ...told.map((attribute) => `      ${attributeText(finding, attribute, wording)}`),
    ...(note === undefined ? [] : [`      (${visible(note)})`]),
    ...(wording === undefined || sql === undefined ? [] : statementText(wording.mends, sql)),
  ].join('\n')
}

const MOST_LINES = 12

/** The whole of a long one stands in the JSON document. */
function statementText(before: string, sql: string): string[] {
  const lines = visibleLines(sql).split('\n')
  const [first = '', ...rest] = lines.slice(0, MOST_LINES)
  const left = lines.length - MOST_LINES
  return [
    `      ${before}: ${first}`,
    ...rest.map((line) => `        ${line}`),
    ...(left > 0 ? [`        … and ${counted(left, 'more line')}`] : []),
  ]
}

type Pair = [AttributeDifference['old'], AttributeDifference['rebuilt']]

const withMigratingRole = (value: Pair[number]): Pair[number] =>
  Array.isArray(value)
    ? value.map((role) => (role === MIGRATING_ROLE ? 'the migrating role' : role))
    : value === MIGRATING_ROLE
      ? 'the migrating role'
      : value

function attributeText(
  { class: name }: Finding,
  { name: attribute, old, rebuilt }: AttributeDifference,
  wording: Wording | undefined,
): string {
  const isAboutRoles = name === 'owner' || name === 'privilege' || attribute === 'roles'
  const [before, after] = visiblePair(
    ...([old, rebuilt].map(isAboutRoles ? withMigratingRole : (value) => value) as Pair),
  )
  return `${visible(attribute)}: ${wording?.values(before, after) ?? `${before} → ${after}`}`
}

/** The two files that were written. */
export const filesText = (files: readonly { path: string; bytes: number }[]): string =>
  files
    .map(({ path, bytes }) => `Wrote ${visibleLines(path)} (${formatNumber(bytes)} bytes)`)
    .join('\n')

import type {
  AttributeChange,
  Effect,
  HistoryFinding,
  MigrationHistory,
} from '../../../shared/history.ts'
import { describeAddress } from '../../../shared/model.ts'

/** Objects that get another name or schema, and labels of enums. */
export const renameFindings = (migrations: readonly MigrationHistory[]): HistoryFinding[] =>
  migrations.flatMap(({ name, effects, sent }) =>
    (effects?.objects ?? []).flatMap((effect) => [
      ...renamed(effect, name),
      ...labelsRenamed(
        effect,
        name,
        sent.statements.map(({ sql }) => sql),
      ),
    ]),
  )

const renamed = ({ change, was, address }: Effect, migration: string): HistoryFinding[] =>
  change === 'renamed' && was
    ? [
        {
          kind: 'renamed',
          migrations: [migration],
          objects: [was, address],
          text: `${describeAddress(was)} is ${address.names.join('.')} from then on`,
        },
      ]
    : []

function labelsRenamed(
  { change, kind, address, attributes }: Effect,
  migration: string,
  texts: readonly string[],
): HistoryFinding[] {
  const labels = attributes.find(({ name }) => name === 'labels')
  if (kind !== 'enum' || (change !== 'altered' && change !== 'renamed') || !labels) return []
  return renamedLabels(labels, texts).map(([from, to]) => ({
    kind: 'renamed',
    migrations: [migration],
    objects: [address],
    text: `label ${from} of ${describeAddress(address)} is ${to} from then on`,
  }))
}

/** Labels keep their order and are never dropped: what stands between the same neighbours is the same label. */
function renamedLabels(
  { before, after }: AttributeChange,
  texts: readonly string[],
): (readonly [from: string, to: string])[] {
  const [old, now] = [textsIn(before), textsIn(after)]
  const gone = old.filter((label) => !now.includes(label))
  const [fresh, pairs] = [now.filter((label) => !old.includes(label)), new Map<string, string>()]
  for (const label of gone) {
    const candidates = fresh.filter(
      (each) =>
        neighbour(each, now, old, -1) === neighbour(label, old, now, -1) &&
        neighbour(each, now, old, 1) === neighbour(label, old, now, 1),
    )
    const rivals = gone.filter(
      (each) => neighbour(each, old, now, -1) === neighbour(label, old, now, -1),
    )
    const said = candidates.find((each) => texts.some((sql) => says(sql, label, each)))
    const only = candidates.length === rivals.length ? candidates[rivals.indexOf(label)] : undefined
    const to = said ?? only
    if (to !== undefined) pairs.set(label, to)
  }
  return [...pairs]
}

/** The nearest label on that side that both have. */
function neighbour(
  label: string,
  own: readonly string[],
  other: readonly string[],
  direction: 1 | -1,
): string | undefined {
  for (let at = own.indexOf(label) + direction; own[at] !== undefined; at += direction) {
    const found = own[at] ?? ''
    if (other.includes(found)) return found
  }
  return undefined
}

const says = (sql: string, from: string, to: string): boolean => {
  const text = sql.replace(/\s+/g, ' ').toLowerCase()
  const quoted = (label: string): string => `'${label.replaceAll("'", "''")}'`.toLowerCase()
  return text.includes(`rename value ${quoted(from)} to ${quoted(to)}`)
}

const textsIn = (value: AttributeChange['before']): readonly string[] =>
  Array.isArray(value) ? value.map(String) : []

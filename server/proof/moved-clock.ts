import type { VolatileAttributes } from '../compare/volatile.ts'
import {
  DAYS_LATER,
  LATER,
  type ClockDependence,
  type MovedClock,
} from '../history/findings/clock.ts'
import { CLOCK_WORDS, withPlainWords } from '../history/clock-words.ts'
import { rowVolatility } from '../rows/volatility.ts'
import type { Finding } from '../../shared/finding.ts'
import {
  addressOf,
  keyOf,
  ownNameOf,
  type Address,
  type AttributeValue,
  type CatalogObject,
  type Model,
} from '../../shared/model.ts'
import type { Side } from './read-side.ts'
import { onlyInTrial, tryBuild, type UsualBuilds } from './trial.ts'

/** Another year, quarter, month, day of the month, weekday, half of the day, hour and minute, whenever it is. */
export const CLOCK_MOVED_BY = ((DAYS_LATER * 24 + 13) * 60 + 17) * 60_000

/** What a folder builds otherwise when the clock stands later; values that differ from build to build are not among it. */
export async function tryMovedClock(
  usual: UsualBuilds,
  build: () => Promise<Side>,
): Promise<MovedClock> {
  const trial = await tryBuild(build)
  if (trial.outcome === 'failed') return trial
  const [plain, moved] = [plainUsual(usual), plainSide(trial.side)]
  const schema = ofSchema(onlyInTrial(plain, moved).filter(({ kind }) => !isOfRows(kind)))
  // Rows are compared with those of the table that has another name.
  const under = withUsualNames(moved, schema)
  const rows = ofRows(
    plain,
    under,
    onlyInTrial(plain, under).filter(({ kind }) => isOfRows(kind)),
  )
  return {
    outcome: 'built',
    found: [...schema, ...rows],
  }
}

const isOfRows = (kind: Finding['kind']): boolean => kind === 'rows' || kind === 'sequence-state'

/** The rows under the names that their tables have in a usual build. */
function withUsualNames(side: Side, schema: readonly ClockDependence[]): Side {
  const usual = new Map(
    schema.flatMap(({ address, otherName }) =>
      otherName === null ? [] : [[`${address.type} ${otherName}`, keyOf(address)] as const],
    ),
  )
  const named = (key: string): string => {
    const { type, names } = addressOf(key)
    return usual.get(`${type} ${names.join('.')}`) ?? key
  }
  const { tables, sequences } = side.data
  return {
    ...side,
    data: {
      ...side.data,
      tables: tables.map((each) => ({ ...each, table: named(each.table) })),
      sequences: sequences.map((each) => ({ ...each, sequence: named(each.sequence) })),
    },
  }
}

/** What was there only on one of both days is one thing where the names differ as days do. */
function ofSchema(findings: readonly Finding[]): ClockDependence[] {
  const added = findings.filter(({ change }) => change === 'added')
  const about = { attribute: null, inRowsOf: null, cause: '', otherName: null }
  const found = findings
    .filter(({ change }) => change !== 'added')
    .flatMap((finding): ClockDependence[] => {
      const { change, address, kind } = finding
      if (change === 'changed') return changedIn(finding)
      if (change === 'renamed') {
        const [name] = finding.attributes
        return [{ ...about, kind: 'clock-name', address, ...called(String(name?.rebuilt)) }]
      }
      const place = added.findIndex(
        (other) => other.kind === kind && undated(other.address) === undated(address),
      )
      const [other] = place < 0 ? [] : added.splice(place, 1)
      return [
        other
          ? { ...about, kind: 'clock-name', address, ...called(other.address.names.join('.')) }
          : {
              ...about,
              kind: 'clock',
              address,
              text: `is not there ${LATER}`,
            },
      ]
    })
  const more = added.map(({ address }): ClockDependence => ({
    ...about,
    kind: 'clock',
    address,
    text: `is only there ${LATER}`,
  }))
  return [...found, ...more]
}

const called = (otherName: string): Pick<ClockDependence, 'otherName' | 'text'> => ({
  otherName,
  text: `is called ${otherName} ${LATER}`,
})

const DATED =
  /\d+|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?/gi

const undated = (address: Address): string => keyOf(address).replace(DATED, '#')

const LONGEST = 200

function changedIn({ address, attributes }: Finding): ClockDependence[] {
  // The whole definition holds what its parts say.
  const parts = attributes.filter(({ name }) => name !== 'definition')
  return (parts.length > 0 ? parts : attributes).map(({ name, old, rebuilt }) => {
    const [is, then] = [old, rebuilt].map((value) => shown(value).slice(0, LONGEST))
    const text = `has the ${name} ${is}, and ${then} ${LATER}`
    return {
      kind: 'clock-value',
      address,
      attribute: name,
      inRowsOf: null,
      text,
      cause: `${is}`,
      otherName: null,
    }
  })
}

const shown = (value: AttributeValue): string =>
  typeof value === 'string' ? value : JSON.stringify(value)

const BY_MIGRATION = 'by what a migration writes, or starts'

/** A column whose values differ only so is named by itself; of rows that can't be told so, the table. */
function ofRows(usual: UsualBuilds, moved: Side, findings: readonly Finding[]): ClockDependence[] {
  const { first, volatileRows } = usual
  const { volatile, unexplained } = rowVolatility(first.data, moved.data, first.model)
  const inColumns = [...volatile.tables].flatMap(([table, { columns }]) => {
    const known = volatileRows?.tables.get(table)?.columns
    return [...columns]
      .filter(([name]) => known?.has(name) !== true)
      .map(([name, { cause, remade }]): ClockDependence => {
        const names = [...addressOf(table).names, name]
        const made = remade
          ? `by ${cause.startsWith('frozen') ? `its ${cause}` : `its default ${cause}`}`
          : BY_MIGRATION
        return {
          kind: 'clock-value',
          address: { type: 'table column', names, args: [] },
          attribute: null,
          inRowsOf: table,
          text: `holds other values ${LATER}: ${made}`,
          cause: made,
          otherName: null,
        }
      })
  })
  const told = new Set(inColumns.map(({ inRowsOf }) => inRowsOf))
  const more = [...unexplained, ...findings].flatMap(({ address, note }): ClockDependence[] => {
    const key = keyOf(address)
    if (told.has(key)) return []
    told.add(key)
    const what = note === undefined ? '' : `: ${note.replace(/^the old folder[^:]*: /, '')}`
    return [
      {
        kind: 'clock-value',
        address,
        attribute: null,
        inRowsOf: key,
        text: `holds other rows ${LATER}${what}`,
        cause: BY_MIGRATION,
        otherName: null,
      },
    ]
  })
  return [...inColumns, ...more]
}

/** Without a trace of what stood for words such as CURRENT_DATE. */
const plainSide = ({ model, ...side }: Side): Side => ({ ...side, model: plainModel(model) })

const plainUsual = ({ first, second, volatile, volatileRows }: UsualBuilds): UsualBuilds => ({
  first: plainSide(first),
  second: plainSide(second),
  volatile: plainVolatile(volatile),
  volatileRows,
})

const plainVolatile = (volatile: VolatileAttributes): VolatileAttributes =>
  new Map(
    [...volatile].map(([key, names]) => [
      key,
      new Map(
        [...names].map(([name, { first, second }]) => [
          name,
          { first: withPlainWords(first), second: withPlainWords(second) },
        ]),
      ),
    ]),
  )

function plainModel(model: Model): Model {
  const objects = new Map(
    [...model.objects].flatMap(([key, object]) =>
      isOurs(object.address) ? [] : [[key, plainObject(object)] as const],
    ),
  )
  const children = new Map(
    [...model.children].map(([key, all]) => [
      key,
      all.flatMap((child) => objects.get(child.key) ?? []),
    ]),
  )
  return { ...model, objects, children }
}

const plainObject = (object: CatalogObject): CatalogObject => ({
  ...object,
  attributes: Object.fromEntries(
    Object.entries(object.attributes).map(([name, value]) => [name, plainValue(value)]),
  ),
  dependsOn: object.dependsOn.filter((key) => !isOurs(addressOf(key))),
  references: object.references.filter((name) => !OUR_REFERENCE.test(name)),
})

const plainValue = (value: AttributeValue): AttributeValue => {
  if (typeof value === 'string') return withPlainWords(value)
  return Array.isArray(value) ? (value as readonly AttributeValue[]).map(plainValue) : value
}

const isOurs = (address: Address): boolean =>
  address.names[0] === 'pg_catalog' &&
  (ownNameOf(address).startsWith('unmoved_') || WORDS.has(ownNameOf(address)))

const OUR_REFERENCE = /^function pg_catalog\."?(?:current_|local|unmoved_)/

const WORDS: ReadonlySet<string> = new Set(CLOCK_WORDS)

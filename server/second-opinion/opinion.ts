import { DEFAULT_ACL_OBJECTS } from '../kinds/default-acl.ts'
import { isSecret, maskPasswords, type OptionsOf } from '../kinds/secret-names.ts'
import { blocks, type AttributeDifference, type Finding } from '../../shared/finding.ts'
import { ownNameOf, type Address } from '../../shared/model.ts'
import { entriesOf, type DumpEntry } from './entries.ts'

/** One object that two dumps print differently, or that only one of them prints. */
interface DumpDifference {
  readonly entry: DumpEntry
  readonly old: string | null
  readonly rebuilt: string | null
}

/** What two outputs of pg_dump say of a comparison. */
export interface Opinion {
  /** Objects that were compared. */
  readonly entries: number
  /** Of those that differ, how many a finding explains. */
  readonly explained: number
  /** What no finding explains: each blocks. */
  readonly findings: readonly Finding[]
}

/** One side's dump, and what roles are called there. */
export interface DumpedSide {
  readonly text: string
  readonly migratingRole: string
}

/** What a comparison of the models has found. */
export interface Known {
  readonly findings: readonly Finding[]
  /** All that was noticed, also what is told with something else. */
  readonly noticed: readonly Address[]
}

/** Compares two dumps object by object, in the light of what a comparison of the models has found. */
export function secondOpinion(old: DumpedSide, rebuilt: DumpedSide, known: Known): Opinion {
  const sides = [read(old), read(rebuilt)] as const
  const differences = differencesOf(...sides)
  const unexplained = differences.filter((difference) => !isExplained(difference, known))
  return {
    entries: new Set(sides.flatMap((entries) => [...entries.keys()])).size,
    explained: differences.length - unexplained.length,
    findings: unexplained.map(findingOf),
  }
}

type Entries = ReadonlyMap<string, DumpEntry>

/** Secrets stand in what pg_dump prints of these: nothing of them is kept, and the models compare them. */
const SECRET: ReadonlySet<string> = new Set(['USER MAPPING', 'SUBSCRIPTION'])

function read({ text, migratingRole }: DumpedSide): Entries {
  const entries = new Map<string, DumpEntry>()
  for (const [title, entry] of entriesOf(text)) {
    if (SECRET.has(entry.type)) continue
    const whose = OPTIONS[entry.type]
    const told = whose === undefined ? entry.text : withoutSecrets(entry.text, whose)
    entries.set(title, { ...entry, text: withRole(told, migratingRole) })
  }
  return entries
}

const OPTION = /^( +("(?:[^"]|"")*"|\w+) )'((?:[^']|'')*)'(?=,?$)/gm

/** Options of these may hold them too, by their names. */
const OPTIONS: Readonly<Record<string, OptionsOf | undefined>> = {
  SERVER: 'server',
  'FOREIGN DATA WRAPPER': 'server',
  'FOREIGN TABLE': 'table',
}

const withoutSecrets = (text: string, of: OptionsOf): string =>
  text.replaceAll(OPTION, (_, before: string, name: string, value: string) =>
    isSecret(name.replace(/^"(.*)"$/s, '$1'), of)
      ? `${before}''`
      : before + quoted(maskPasswords(value.replaceAll("''", "'"))),
  )

const NAMES_ROLES =
  /^(?:ALTER [^\n]* OWNER TO|ALTER DEFAULT PRIVILEGES|GRANT|REVOKE|SET SESSION AUTHORIZATION) [^\n]*$/gm

/** The migrating role stands for the same role on the other side; schemas and tables may be called as it is. */
function withRole(text: string, role: string): string {
  // A word of SQL such as `user` is quoted, however plain it looks.
  const names = [role, `"${role.replaceAll('"', '""')}"`].map(escaped).join('|')
  const pattern = new RegExp(
    `(?<= (?:TO|FROM|FOR ROLE|SESSION AUTHORIZATION|GRANTED BY) )(?:${names})(?![\\w"$.])`,
    'g',
  )
  return text.replaceAll(NAMES_ROLES, (line) => line.replaceAll(pattern, () => '<migrating role>'))
}

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')

function differencesOf(old: Entries, rebuilt: Entries): DumpDifference[] {
  const titles = [...new Set([...old.keys(), ...rebuilt.keys()])].sort()
  return titles.flatMap((title) => {
    const [before, after] = [old.get(title), rebuilt.get(title)]
    const entry = before ?? after
    if (!entry || before?.text === after?.text) return []
    return [{ entry, old: before?.text ?? null, rebuilt: after?.text ?? null }]
  })
}

/** A finding that blocks says enough; one that doesn't, only what it says itself. */
function isExplained(
  { entry, old, rebuilt }: DumpDifference,
  { findings, noticed }: Known,
): boolean {
  const about = findings.filter(({ address, kind }) => kind !== 'rows' && isAbout(address, entry))
  if (about.some(blocks)) return true
  const isNoticed = noticed.some((address) => isAbout(address, entry))
  if (old === null || rebuilt === null) {
    return findings.some(blocks) ? isNoticed : noticed.some((address) => isOf(address, entry))
  }
  if (isNoticed && about.length === 0) return findings.some(blocks)
  return about.length > 0 && asLines(forgiven(old, about)) === asLines(rebuilt)
}

/** The text of old, with what acceptable findings say that rebuilt has in its place. */
const forgiven = (text: string, findings: readonly Finding[]): string =>
  findings
    .flatMap((finding) => (finding.change === 'renamed' ? named(finding) : finding.attributes))
    .reduce(
      (so, { old, rebuilt }) =>
        typeof old === 'string' && typeof rebuilt === 'string' && old !== ''
          ? withOther(so, old, rebuilt)
          : so,
      text,
    )

/** A text of people's own stands in quotes, and may hold the name of what it is about. */
function withOther(text: string, old: string, rebuilt: string): string {
  const [from, to] = text.includes(quoted(old)) ? [quoted(old), quoted(rebuilt)] : [old, rebuilt]
  return text.replaceAll(from, () => to)
}

/** As pg_dump prints it: a backslash stands for itself. */
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** Both names of what is only called otherwise, without what it is a part of. */
function named({ address, attributes }: Finding): AttributeDifference[] {
  const own = ownNameOf(address)
  return attributes.flatMap(({ name, old, rebuilt }) => {
    if (name !== 'name') return [{ name, old, rebuilt }]
    const before = String(old).length - own.length
    return [{ name, old: own, rebuilt: String(rebuilt).slice(before) }]
  })
}

/** In which order columns and the like stand, a finding of another class tells. */
const asLines = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim().replace(/,$/, ''))
    .sort()
    .join('\n')

/** Whether an entry is that of the object itself, or what is said of it, and not of a part. */
const isOf = (address: Address, entry: DumpEntry): boolean =>
  isOfDefaults(address)
    ? isDefaultOf(address, entry)
    : isAbout(address, entry) &&
      new RegExp(
        `(?:^|[ .])${escaped(inOneLine(ownNameOf(address)))}(?:\\(.*\\))?(?: (?:ON|USING) .*)?$`,
        's',
      ).test(entry.name)

/** Whether what an entry prints is of the object of that address, or the other way round. */
function isAbout(address: Address, entry: DumpEntry): boolean {
  if (isOfDefaults(address)) return isDefaultOf(address, entry)
  const [first = '', ...others] = namesOf(address).map(inOneLine)
  // Whether a name is quoted hangs on the sort of entry: of those that are, it is held against without any quotes.
  const unquoted = inOneLine(withoutQuotes(`${entry.name} ${headOf(entry)}`))
  const said = ` ${entry.name} ${unquoted} `
  const isSaid = (name: string): boolean =>
    [' ', '.', '('].some((before) =>
      [' ', '.', '(', ')', ';', ','].some((after) => said.includes(`${before}${name}${after}`)),
    )
  const isNamed = (name: string): boolean => isSaid(name) || isSaid(withoutQuotes(name))
  if (others.length === 0) return isNamed(first)
  const isThere = entry.schema === first || entry.schema === '' || said.includes(` ${first}.`)
  return isThere && others.some(isNamed)
}

const withoutQuotes = (text: string): string => text.replaceAll('"', '')

/** As pg_dump heads what it prints, whatever a name holds. */
const inOneLine = (name: string): string => name.replaceAll(/[\r\n]/g, ' ')

/** What is given says so in front: `default-privilege on default acl`. */
const isOfDefaults = ({ type }: Address): boolean => /(?:^| on )default acl$/.test(type)

/** Such an address begins with a role, which is empty where it is the migrating one, and pg_dump names what is made. */
const isDefaultOf = ({ names, args }: Address, { type, schema, name }: DumpEntry): boolean =>
  type === 'DEFAULT ACL' &&
  schema === (names[1] ?? '') &&
  name === `DEFAULT PRIVILEGES FOR ${DEFAULT_ACL_OBJECTS[args[0] ?? ''] ?? ''}`

/** What it is of: a table also of those that it inherits from, others as their first line says, to the end of a name. */
function headOf({ type, text }: DumpEntry): string {
  const lines = text.split('\n').filter((line) => !line.startsWith('--'))
  if (type === 'TABLE') return lines.join(' ')
  let [head = ''] = lines
  for (const line of lines.slice(1)) {
    const isInName = head.split('"').length % 2 === 0
    if (!isInName) break
    head += ` ${line}`
  }
  return head
}

/** The name of a type is one text, printed by Postgres. */
function namesOf({ type, names, args }: Address): readonly string[] {
  // The access method stands before the schema.
  if (/^operator (class|family)$|of access method$/.test(type)) return names.slice(1, 3)
  const all = /\btype$|domain constraint$|^cast$/.test(type)
    ? names.flatMap((name) => name.split('.').map(bare))
    : names
  return type.endsWith('domain constraint') ? [...all, ...args] : all
}

const bare = (name: string): string =>
  name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name

function findingOf({ entry, old, rebuilt }: DumpDifference): Finding {
  return {
    class: 'unmodeled',
    kind: 'unmodeled',
    address: {
      type: 'what pg_dump prints of',
      names: [entry.title],
      args: [],
    },
    change: old === null ? 'added' : rebuilt === null ? 'missing' : 'changed',
    attributes: [{ name: 'statement', old, rebuilt }],
    note: 'pg_dump prints a difference that no other finding explains',
  }
}

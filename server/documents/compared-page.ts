import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AttributeRule, KindModule } from '../kinds/kind.ts'
import { kinds } from '../kinds/registry.ts'
import { ROOT } from '../place.ts'
import { DIFFERENCE_CLASSES } from '../../shared/finding.ts'
import { KINDS } from '../../shared/kinds.ts'
import { plural } from '../../shared/report.ts'
import { coverageTable } from './coverage.ts'
import { tableOf } from './markdown-table.ts'
import { sinceOf } from './since.ts'

/** What each rule means to people who read what is compared. */
const RULES: Readonly<Record<AttributeRule, string>> = {
  exact: 'exactly',
  expression:
    'as SQL that Postgres prints; where it only prints differently that is proven, and acceptable',
  address: 'as the object it leads to, by whatever name that has on each side',
  order: 'by place among its siblings; another order is acceptable',
  derived: 'where the object that it follows from is the same',
  told: 'exactly, where both sides may read it; where one may not, that blocks',
  name: 'as a name that means nothing by itself; another one is acceptable',
  role: 'as a role, relative to the one that migrates',
  roles: 'as roles, relative to the one that migrates',
  grants: 'grant by grant, each with who gave it',
  set: 'for what one side lacks, where nothing else of the object differs',
  whole: 'as a whole, where nothing else of the object differs: a net below the others',
  origin: 'not by itself: what is inherited is told at its origin',
  unused: 'not by itself: it is read to write the object',
}

/** `docs/compared.md`, given what stands before and after the part that is generated. */
export const comparedPage = (page: string): string => {
  const [before, , after] = page.split(MARK)
  if (before === undefined || after === undefined) throw new Error('docs/compared.md has no marks')
  return [before, `\n\n${partOf()}\n\n`, after].join(MARK)
}

const MARK = '<!-- generated -->'

const CORPUS = join(ROOT, 'server/corpus')

const textOf = (...path: readonly string[]): string => {
  const file = join(CORPUS, ...path)
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

/** The cases of the corpus: the kinds that each expects a finding of, and how it comes back from its own baseline. */
const CASES = readdirSync(CORPUS)
  .filter((name) => name.includes('--'))
  .map((name) => ({
    name,
    kinds: new Set(
      (JSON.parse(textOf(name, 'expected.json')) as { kind: string }[]).map(({ kind }) => kind),
    ),
    roundTrip: /^round-trip=(.*)$/m.exec(textOf(name, 'requires.txt'))?.[1] ?? 'clean',
  }))

const comingBack = (way: string): readonly string[] =>
  CASES.filter(({ roundTrip }) => roundTrip === way).map(({ name }) => `\`${name}\``)

function coverageText(): string {
  const clean = comingBack('clean')
  const printed = comingBack('printed')
  const none = comingBack('none')
  return [
    'Each kind is read from the catalogs of every major. A case is two schemas whose difference is known, and is found in both directions.',
    `Of ${CASES.length} cases, ${clean.length} also come back: what is written of either schema builds the same again.`,
    `In ${printed.length}, Postgres prints an expression of what is built otherwise, and nothing else differs (${printed.join(', ')}).`,
    `The other ${none.length} hold what no baseline builds: of these only the difference is shown (${none.join(', ')}).`,
  ].join(' ')
}

const partOf = (): string =>
  [
    tableOf(
      ['class', 'means', 'keeps an export off'],
      Object.entries(DIFFERENCE_CLASSES).map(([name, { means, blocks }]) => [
        `\`${name}\``,
        means,
        blocks ? 'yes' : 'until acknowledged',
      ]),
    ),
    '### Every kind',
    coverageText(),
    coverageTable(CASES.map(({ kinds: found }) => found)),
    ...Object.values(kinds).flatMap(sectionOf),
  ].join('\n\n')

function sectionOf(module: KindModule): string[] {
  const entries = Object.entries(module.attributes) as [string, AttributeRule][]
  const lines = (Object.keys(RULES) as AttributeRule[]).flatMap((rule) => {
    const names = entries.filter(([, each]) => each === rule).map(([name]) => nameOf(module, name))
    return names.length === 0 ? [] : [`- ${names.join(', ')}: ${RULES[rule]}`]
  })
  const { class: differs, rename } = module
  const notes = [
    ...(differs ? [`Whatever differs is of class \`${differs}\`.`] : []),
    ...(rename === 'name' ? ['One that is only called otherwise is acceptable, as `name`.'] : []),
  ]
  const list = lines.length > 0 ? lines.join('\n') : 'Whether it is there.'
  return [`### ${heading(module)}`, ...notes, list]
}

function heading({ kind }: KindModule): string {
  const words = plural(KINDS[kind])
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

function nameOf(module: KindModule, attribute: string): string {
  const since = sinceOf(module, attribute)
  return `\`${attribute}\`${since === undefined ? '' : ` (since ${since})`}`
}

import { formatNumber } from '../../shared/report.ts'
import { cell, code, plain } from './markdown.ts'

/** What the archive's `_README.md` tells. */
export interface ArchiveFacts {
  readonly migrations: readonly { readonly name: string; readonly file: string }[]
  /** Files behind the squash line, which stayed. */
  readonly later: readonly string[]
  /** What the replay saw of each, by its name. */
  readonly did: Readonly<Record<string, string>>
  readonly baseline: string
  readonly seed: string
  /** As seen from the archive. */
  readonly newFolder: string
  readonly report: string
  /** Other files that went along. */
  readonly others: readonly string[]
}

const TITLE = '# Archived migrations\n\n**Historical only, do not run.**\n'

/** Whether a `_README.md` is one of ours, to which another section can be added. */
export const isOurReadme = (text: string): boolean => text.startsWith(TITLE)

/** The `_README.md` of an archive; `before` is what one of ours said already. */
export function readmeText(facts: ArchiveFacts, before: string | null): string {
  const { migrations, later, did, baseline, seed, newFolder, report, others } = facts
  const lines = [
    `## Replaced by ${code(baseline)} and ${code(seed)}`,
    '',
    `The two files in ${code(newFolder)} build the database that these ${migrations.length} migrations built; how that was proven and who approved it stands in [${report}](${report}), and beside it to look at and to print.`,
    ...(later.length === 0
      ? []
      : [
          `The squash line is ${code(migrations.at(-1)?.file ?? '')}. ${laterText(later)} in ${code(newFolder)}: they are none of these, and run after the two as they ran after the last one here.`,
        ]),
    'Kysely does not look into this folder. A database that has run these files can not run the new ones before its ledger is moved over.',
    '',
    'What each did on an empty database, as the replay saw it; the file itself says it exactly.',
    '',
    '| migration | by its name | it |',
    '| --- | --- | --- |',
    ...migrations.map(
      ({ name, file }) => `| ${cell(file)} | ${cell(wordsOf(name))} | ${effectOf(did, name)} |`,
    ),
    ...(others.length === 0
      ? []
      : [
          '',
          'With them went what only they need:',
          '',
          ...others.map((file) => `- ${code(file)}`),
        ]),
    '',
  ]
  return `${before ?? TITLE}\n${lines.join('\n')}`
}

const laterText = (later: readonly string[]): string =>
  later.length === 1
    ? `One later file, ${code(later[0] ?? '')}, stayed`
    : `${formatNumber(later.length)} later files, ${code(later[0] ?? '')} to ${code(later.at(-1) ?? '')}, stayed`

const effectOf = (did: Readonly<Record<string, string>>, name: string): string => {
  const effect = Object.hasOwn(did, name) ? did[name] : undefined
  return effect === undefined ? 'was not looked at' : plain(effect)
}

/** `012_addUsersEmail` → `add users email`. */
export function wordsOf(name: string): string {
  const words = name
    .replace(/^[\d_.:TZ-]+/, '')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[_\-.\s]+/g, ' ')
    .trim()
    .toLowerCase()
  return words === '' ? 'its name does not say' : words
}

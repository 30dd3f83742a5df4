import { readFile } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { usageError } from '../config.ts'
import { RebaselineError } from '../errors.ts'
import { absent } from '../machine/absent.ts'
import { readSource } from '../proof/compare-sources.ts'
import { lookAtFolder, saveFiles } from '../proof/save.ts'
import { inRun } from '../proof/workspace.ts'
import { differingLines } from '../types/compare-types.ts'
import { isOurTypes, writeTypes } from '../types/write-types.ts'
import { counted } from '../../shared/report.ts'
import { OLD_OPTIONS, SCRATCH_OPTIONS, type Command } from './command.ts'
import { jsonText } from './conclude.ts'
import { required } from './options.ts'
import { oldSourceOf, proofOptionsOf, workspaceOptionsOf } from './sources.ts'
import { visible } from './visible.ts'

/** Writes the types of a database for `new Kysely<DB>()`, or says whether a file of them still fits. */
export const typesCommand: Command = {
  name: 'types',
  positionals: [],
  about: 'Write the Kysely types of a database into a file, or say whether it fits (--check).',
  example: 'rebaseline types --migrations migrations --out src/db-types.ts',
  guesses: true,
  options: [
    ...OLD_OPTIONS.filter((name) => name !== 'seed' && name !== 'seed-except'),
    'out',
    'check',
    ...SCRATCH_OPTIONS,
  ],
  values: { out: 'FILE' },
  words: {
    migrations: 'a folder of Kysely migrations, replayed',
    database: 'a live database, only read',
    dump: 'plain output of pg_dump or pg_dumpall, loaded',
    out: 'file that the types are written to',
    check: 'write nothing: say whether the file holds these types',
  },
  exits: 'Exit codes: 0 written, or the same with --check, 1 another text, 2 could not.',
  async run(context) {
    const { values, json, print } = context
    const file = resolve(required(values, 'out'))
    if (!/[^/\\]\.ts$/.test(file)) throw usageError('--out takes the name of a .ts file')
    const source = oldSourceOf(values)
    const before = await textOf(file)
    const isCheck = values.check === true
    if (!isCheck) {
      await lookAtFolder(dirname(file))
      if (before !== undefined && !isOurTypes(before)) throw somebodyElses(file)
    }
    const { ledger } = proofOptionsOf(values, [source])
    const workspace = await workspaceOptionsOf(context, [source])
    const { model } = await inRun(workspace, (run) =>
      readSource(run, run.workspace, source, { ledger, seed: 'none' }),
    )
    const { text, tables, columns } = writeTypes(model)
    const isSame = before?.replaceAll('\r\n', '\n') === text
    const differing = isSame ? [] : differingLines(before ?? '', text)
    if (!isCheck && !isSame) {
      await saveFiles(dirname(file), [{ name: basename(file, '.ts'), text }])
    }
    const counts = `${counted(tables, 'table')} with ${counted(columns, 'column')}`
    const told = isSame
      ? 'holds these types'
      : isCheck
        ? 'does not hold these types'
        : 'was written'
    print(
      json
        ? jsonText({
            file,
            outcome: isSame ? 'same' : isCheck ? 'different' : 'written',
            tables,
            columns,
            ...(isCheck && { differing }),
          })
        : [
            `${visible(file)} ${told}: ${counts}`,
            ...(isCheck
              ? differing.map(
                  ({ side, line }) => `  ${side === 'old' ? '−' : '+'} ${visible(line)}`,
                )
              : []),
          ].join('\n'),
    )
    return isSame || !isCheck ? 0 : 1
  },
}

const textOf = async (file: string): Promise<string | undefined> =>
  readFile(file, 'utf8').catch(absent)

const somebodyElses = (file: string): RebaselineError =>
  new RebaselineError('file-in-the-way', {
    doing: `write the types to ${file}`,
    happened: 'a file stands there that Rebaseline did not write',
    help: 'Name another file with --out, or take that one away.',
  })

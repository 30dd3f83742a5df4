import { RebaselineError } from '../errors.ts'
import type { NamedExport } from './protocol.ts'

/** As a command line names it: `src/migrations.ts#provider`. */
export const providerText = ({ file, name }: NamedExport): string =>
  name === 'default' ? file : `${file}#${name}`

/** The refusal of a provider that gives none: left alone Kysely would report success. */
export const nothingProvided = (provider: NamedExport): RebaselineError =>
  new RebaselineError('migrations-not-found', {
    doing: `find the migrations of ${providerText(provider)}`,
    happened: 'it gives none',
    help: 'Name the export that holds them with --provider FILE#EXPORT, or a folder with --migrations.',
  })

import type { MigrationForm } from '../baseline/migration-form.ts'
import { usageError } from '../config.ts'
import { chosenNames } from '../configuration/chosen-names.ts'
import { text, type Values } from './options.ts'

/** How the sections of a baseline are to be written, beyond what its folder says; domains are named in the configuration above that folder. */
export function sectionsIn(
  values: Values,
  folder: string,
): Pick<MigrationForm, 'origins' | 'domains'> {
  const by = text(values, 'sections') ?? 'kinds'
  if (by !== 'kinds' && by !== 'domains') {
    throw usageError(`--sections is kinds or domains, and not ${by}`)
  }
  return {
    ...(values.origins === true && { origins: true }),
    ...(by === 'domains' && { domains: chosenNames(folder, 'domains').chosen }),
  }
}

import { fileOf, readGenerated, replaceDrafts, type DraftState } from '../drafts/drafts.ts'
import { RebaselineError } from '../errors.ts'
import { hashText } from '../project/inputs.ts'
import type { Project } from '../project/project.ts'
import type { ComparedRun } from '../project/run.ts'
import { describeAddress, type CatalogObject } from '../../shared/model.ts'
import { regenerate, type Generated, type Regenerated } from './regenerate.ts'
import { mendSettings } from './remedy.ts'
import { unitOf, unitsOf } from './unit.ts'

/** The objects of a run's generated baseline that can be written anew by themselves, or why none can. */
export function regenerable(
  run: ComparedRun,
): { readonly units: ReadonlyMap<CatalogObject, number> } | { readonly why: string } {
  const { written, old } = run
  if (!written) return { why: 'nothing was generated' }
  return 'why' in written ? written : { units: unitsOf(old.model, written.statements) }
}

/**
 * Writes one object of the baseline anew in its draft, as one change that can be taken back. The draft has to be the one
 * of that version: what another program wrote since is not written over unseen.
 */
export async function regenerateObject(
  project: Project,
  run: ComparedRun,
  object: CatalogObject,
  version: string,
): Promise<Regenerated> {
  const name = describeAddress(object.address)
  const refused = (happened: string): RebaselineError =>
    new RebaselineError('object-not-regenerated', { doing: `write ${name} anew`, happened })
  const { written, old } = run
  if (!written || 'why' in written) throw refused(written?.why ?? 'nothing was generated')
  const generated: Generated = {
    model: old.model,
    statements: written.statements,
    settings: mendSettings(run).baseline,
  }
  let result: Regenerated | undefined
  await replaceDrafts(project, `Regeneration of ${name}`, async (state: DraftState) => {
    const file = fileOf(state.record, 'baseline')
    const text = state.texts.baseline
    if (hashText(text) !== version) {
      throw new RebaselineError('draft-changed', {
        doing: `write ${name} anew in ${file}`,
        happened: 'its text on disk is another one than the one that you see',
      })
    }
    if ((await readGenerated(project, state.record, 'baseline')) !== written.text) {
      throw new RebaselineError('draft-not-generated', {
        doing: `write ${name} anew`,
        happened: 'another dashboard of this project has generated since',
      })
    }
    const made = regenerate(file, text, generated, unitOf(old.model, object))
    if ('why' in made) throw refused(`in ${file}, ${made.why}`)
    result = made
    return { texts: { baseline: made.text } }
  })
  if (!result) throw new Error('it was not written')
  return result
}

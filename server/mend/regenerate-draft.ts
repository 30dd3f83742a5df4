import { readGenerated, replaceDrafts } from '../drafts/drafts.ts'
import { fileOf, type DraftState } from '../drafts/draft-state.ts'
import { RebaselineError } from '../errors.ts'
import type { Project } from '../project/project.ts'
import type { ComparedRun } from '../project/run.ts'
import type { Finding } from '../../shared/finding.ts'
import { describeAddress, keyOf, type CatalogObject } from '../../shared/model.ts'
import { regenerate, type Generated, type Regenerated } from './regenerate.ts'
import { mendSettings } from './remedy.ts'
import { unitOf, unitsOf, type Unit } from './unit.ts'

/** The objects of a run's generated baseline that can be written anew by themselves, or why none can. */
export function regenerable(
  run: ComparedRun,
): { readonly units: ReadonlyMap<CatalogObject, number> } | { readonly why: string } {
  const { written, old } = run
  if (!written) return { why: 'nothing was generated' }
  return 'why' in written ? written : { units: unitsOf(old.model, written.statements) }
}

export interface RegenerateRequest {
  /** Hash of the draft. */
  readonly version: string
  /** The findings of the run by their ids. */
  readonly findingOf: (id: string) => Finding | undefined
}

/**
 * Writes one object of the baseline anew in its draft, as one change that can be taken back. The draft has to be the one
 * of that version: what another program wrote since is not written over unseen.
 */
export async function regenerateObject(
  project: Project,
  run: ComparedRun,
  object: CatalogObject,
  { version, findingOf }: RegenerateRequest,
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
  await replaceDrafts(project, `Regeneration of ${name}`, async (state: DraftState, versions) => {
    const file = fileOf(state.record, 'baseline')
    const text = state.texts.baseline
    if (versions.baseline !== version) {
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
    const unit = unitOf(old.model, object)
    const made = regenerate(file, text, generated, unit)
    if ('why' in made) throw refused(`in ${file}, ${made.why}`)
    result = made
    const { mended } = state.record
    // What mended a part of it is gone with that, and is not to come back with the next mend.
    const isLeft = (id: string): boolean => {
      const finding = findingOf(id)
      return finding === undefined || !isOf(unit, run, finding)
    }
    const left = mended && { ...mended, findings: mended.findings.filter(isLeft) }
    return { texts: { baseline: made.text }, ...(left ? { mended: left } : {}) }
  })
  if (!result) throw new Error('it was not written')
  return result
}

/** Whether a finding is about an object of a unit, or about what only the rebuilt side has in it. */
function isOf({ keys }: Unit, { old, rebuilt }: ComparedRun, { address, kind }: Finding): boolean {
  if (kind === 'rows' || kind === 'sequence-state') return false
  let key: string | null = keyOf(address)
  while (key !== null) {
    if (keys.has(key)) return true
    const object: CatalogObject | undefined =
      old.model.objects.get(key) ?? rebuilt.model.objects.get(key)
    key = object?.parent ?? null
  }
  return false
}

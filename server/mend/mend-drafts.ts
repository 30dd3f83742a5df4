import { sqlTemplate } from '../baseline/kysely-source.ts'
import type { WrittenMend } from '../drafts/draft-record.ts'
import { readGenerated, replaceDrafts } from '../drafts/drafts.ts'
import { fileOf, type DraftState } from '../drafts/draft-state.ts'
import { RebaselineError } from '../errors.ts'
import type { Project } from '../project/project.ts'
import type { DraftName } from '../../shared/draft.ts'
import type { Finding } from '../../shared/finding.ts'
import { removeBlocks, type Inserted, type Said } from './insert.ts'
import { putRemedy, stepsIn } from './put-remedy.ts'
import { mendSettings, remedyFor, type MendRun, type Remedy } from './remedy.ts'

/** A comparison that can be mended: which one it is, and its findings by their ids. */
export interface MendableRun extends MendRun {
  readonly number: number
  readonly finishedAt: string
}

/** The drafts as they are now, ids of the findings that were mended, and why others are left. */
export interface MendResult {
  readonly state: DraftState
  readonly mended: readonly string[]
  readonly left: readonly { readonly finding: string; readonly why: string }[]
}

/**
 * Writes into the drafts what mends these findings, as one change. What was mended since the same comparison is said
 * again together with it: all in one order, and nothing twice.
 */
export async function mendDrafts(
  project: Project,
  run: MendableRun,
  ids: readonly string[],
  findingOf: (id: string) => Finding | undefined,
): Promise<MendResult> {
  let result: Omit<MendResult, 'state'> = { mended: [], left: [] }
  const title = ids.length === 1 ? 'Mend of 1 difference' : `Mend of ${ids.length} differences`
  const state = await replaceDrafts(project, title, async (drafts) => {
    const previous = drafts.record.mended?.run === nameOf(run) ? drafts.record.mended : null
    const all = [...new Set([...(previous?.findings ?? []), ...ids])]
    const found = all.flatMap((id) => {
      const finding = findingOf(id)
      return finding ? [{ id, finding }] : []
    })
    const remedy = remedyFor(
      run,
      found.map(({ finding }) => finding),
      stepsIn(
        fileOf(drafts.record, 'seed'),
        removeBlocks(drafts.texts.seed, previous?.blocks.seed ?? []) ?? drafts.texts.seed,
      ),
    )
    const whys = new Map(remedy.left.map(({ finding, why }) => [finding, why]))
    const left = found.flatMap(({ id, finding }) => {
      const why = whys.get(finding)
      return why === undefined ? [] : [{ finding: id, why }]
    })
    const mended = found
      .map(({ id }) => id)
      .filter((id) => !left.some((each) => each.finding === id))
    const isAsked = (id: string): boolean => ids.includes(id)
    result = {
      mended: mended.filter(isAsked),
      left: left.filter(({ finding }) => isAsked(finding)),
    }
    const written = await write(project, run, drafts, previous, remedy)
    const record = { run: nameOf(run), findings: mended, blocks: written.blocks }
    return { texts: written.texts, mended: record }
  })
  return { ...result, state }
}

const nameOf = ({ number, finishedAt }: MendableRun): string => `${number} ${finishedAt}`

interface Written {
  readonly texts: Partial<Record<DraftName, string>>
  readonly blocks: Partial<Record<DraftName, readonly string[]>>
}

async function write(
  project: Project,
  run: MendRun,
  { record, texts }: DraftState,
  previous: WrittenMend | null,
  remedy: Remedy,
): Promise<Written> {
  const settings = mendSettings(run)
  const written: Written = { texts: {}, blocks: {} }
  const parts = {
    baseline: { first: [], last: remedy.baseline },
    seed: { first: remedy.seedFirst, last: remedy.seedLast },
  }
  for (const name of ['baseline', 'seed'] as const) {
    const file = fileOf(record, name)
    const blocks = previous?.blocks[name] ?? []
    const before = removeBlocks(texts[name], blocks)
    const text = before ?? texts[name]
    // Somebody edited what was put in: that stays, and only what is new is added.
    const isNew = ({ sql }: Said): boolean =>
      before !== null || !text.includes(sqlTemplate(sql).slice('sql'.length))
    const [first, last] = [parts[name].first.filter(isNew), parts[name].last.filter(isNew)]
    const kept = before === null ? blocks : []
    if (first.length + last.length === 0) {
      written.texts[name] = text
      written.blocks[name] = kept
      continue
    }
    const generated =
      name === 'baseline' && remedy.onlyCreates ? await readGenerated(project, record, name) : null
    const inserted = accepted(
      file,
      putRemedy(
        {
          name,
          file,
          text,
          generated,
          edited: before === null ? 'inside' : 'around',
          against: 'old',
        },
        settings[name],
        { ...remedy, first, last },
      ),
    )
    written.texts[name] = inserted.text
    written.blocks[name] = [...kept, ...inserted.blocks]
  }
  return written
}

function accepted(file: string, inserted: Inserted | { readonly why: string }): Inserted {
  if (!('why' in inserted)) return inserted
  throw new RebaselineError('draft-not-understood', {
    doing: `add statements to ${file}`,
    happened: inserted.why,
  })
}

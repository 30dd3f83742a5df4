import { sqlTemplate, quote } from '../baseline/kysely-source.ts'
import { languageOf, type Language } from '../baseline/migration-form.ts'
import { planObjects } from '../baseline/plan.ts'
import { awaited } from '../baseline/write.ts'
import type { DraftName, Place } from '../../shared/draft.ts'
import type { Finding } from '../../shared/finding.ts'
import type { CatalogObject, Model } from '../../shared/model.ts'
import { addressOf, keyOf } from '../../shared/model.ts'
import { namedPlace } from './named-place.ts'
import { statementsFor, type MendRun } from './remedy.ts'

/** The draft that mends such a finding. */
export const draftOf = ({ kind }: Finding): DraftName =>
  kind === 'rows' || kind === 'sequence-state' ? 'seed' : 'baseline'

/** Where a finding's object stands in a draft and in the text that was generated for it, and what would mend it. */
export function placeOf(
  run: MendRun,
  finding: Finding,
  file: string,
  draft: string,
  generated: string | null,
): Place {
  const key = keyOf(finding.address)
  const model = run.old.model.objects.has(key) ? run.old.model : run.rebuilt.model
  const made = draftOf(finding) === 'baseline' ? madeBy(model, key, languageOf(file)) : []
  const mends = statementsFor(run, finding)
  const line = (text: string | null): number | null =>
    text === null ? null : lineIn(text, finding, model, made)
  return {
    draft: draftOf(finding),
    line: line(draft),
    generatedLine: line(generated),
    statements: mends.length > 0 ? [...mends] : made.map(({ sql }) => sql),
  }
}

interface Made {
  readonly own: boolean
  readonly sql: string
  readonly source: string
}

/** The statements that make the object, or what it is a clause of. */
function madeBy(model: Model, key: string, language: Language): Made[] {
  const top = topOf(model, key)
  if (!top) return []
  const wanted = new Set<string>()
  const add = (each: string): void => {
    if (wanted.has(each)) return
    wanted.add(each)
    for (const child of model.children.get(each) ?? []) add(child.key)
  }
  add(top.key)
  const all = planObjects(model, wanted)
  const own = all.filter((statement) => statement.key === key)
  return (own.length > 0 ? own : all.slice(0, 1)).map((statement) => ({
    own: own.length > 0,
    sql: statement.sql,
    source: awaited(statement, language).trim(),
  }))
}

function topOf(model: Model, key: string): CatalogObject | undefined {
  let top = model.objects.get(key)
  for (let at = top; at; at = at.parent === null ? undefined : model.objects.get(at.parent))
    top = at
  return top
}

function lineIn(
  text: string,
  finding: Finding,
  model: Model,
  made: readonly Made[],
): number | null {
  const name = finding.address.names.at(-1) ?? ''
  for (const { own, source, sql } of made) {
    const forms = [source, sqlTemplate(sql)]
    const at = forms.map((form) => text.indexOf(form)).find((place) => place >= 0)
    if (at === undefined) continue
    return lineAt(text, own ? at : Math.max(at, text.indexOf(quote(name), at)))
  }
  const key = keyOf(finding.address)
  const whole = last(topOf(model, key)?.address.names ?? addressOf(key).names)
  const found = namedPlace(text, whole, last(finding.address.names))
  return found < 0 ? null : lineAt(text, found)
}

/** A name without the schema that a type's name is printed with. */
const last = (names: readonly string[]): string =>
  (names.at(-1) ?? '').split('.').at(-1)?.replaceAll('"', '') ?? ''

const lineAt = (text: string, at: number): number => text.slice(0, at).split('\n').length

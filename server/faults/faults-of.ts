import type { AttributeRule, Statement } from '../kinds/kind.ts'
import { kinds } from '../kinds/registry.ts'
import { dropStatements } from '../mend/drop.ts'
import type { CatalogObject, Model } from '../../shared/model.ts'
import type { Fault, Spared } from './fault.ts'
import { originsOf, standingOn, zoneOf } from './zones.ts'

/** Every fault that can be planted in a database of that model, and what none is known for. */
export function faultsOf(model: Model): {
  readonly faults: readonly Fault[]
  readonly spared: readonly Spared[]
} {
  const standing = standingOn(model)
  const faults: Fault[] = []
  const spared: Spared[] = []
  for (const object of model.objects.values()) {
    const { key, kind, address } = object
    const zone = zoneOf(key, standing)
    const dropped = drops(object, model, zone)
    const tried: readonly Try[] =
      typeof dropped === 'string'
        ? changes(object, model, [])
        : [
            { attribute: null, statements: dropped, reaches: 'all' },
            ...changes(object, model, dropped),
          ]
    for (const { attribute, statements, reaches, brings = [] } of tried) {
      const said = statements.map(({ sql }) => sql)
      const reached = new Set([
        ...(reaches === 'all' ? zone : [key, ...saidOfParts(object, model)]),
        ...originsOf(object),
        ...brings,
      ])
      faults.push({ key, kind, address, attribute, statements: said, zone: reached })
    }
    if (typeof dropped === 'string' && tried.length === 0) {
      spared.push({ address, why: dropped })
    }
  }
  return { faults, spared }
}

/** What is said of a part that is no object of its own, such as a comment on an attribute of a type: it falls with the part. */
const saidOfParts = ({ key, address }: CatalogObject, model: Model): readonly string[] =>
  (model.children.get(key) ?? [])
    .filter(
      (child) => kinds[child.kind].attached && !child.address.type.endsWith(` on ${address.type}`),
    )
    .map((child) => child.key)

interface Try {
  readonly attribute: string | null
  readonly statements: readonly Statement[]
  /** Whether what stands on the object may change as well. */
  readonly reaches: 'itself' | 'all'
  /** Keys of what comes by it. */
  readonly brings?: readonly string[]
}

/** Statements that take it away with all that stands on it, or why none do that alone. */
function drops(
  object: CatalogObject,
  model: Model,
  zone: ReadonlySet<string>,
): readonly Statement[] | string {
  const statements = dropStatements(object, model)
  if (statements === 'with parent') return 'it falls only with what it is a part of'
  if (statements === 'with origin') return 'it falls only with what it is inherited from'
  if (statements.length === 0) return 'no statement takes it away'
  if (zone.size === 1 || kinds[object.kind].attached) return statements
  return [
    ...leftBehind(object, model, zone),
    ...statements.map((statement, place) =>
      place === statements.length - 1 &&
      /^(?:DROP|ALTER TABLE [^]* DROP (?:COLUMN|CONSTRAINT)) /.test(statement.sql)
        ? { ...statement, sql: `${statement.sql.replace(/ CASCADE$/, '')} CASCADE` }
        : statement,
    ),
  ]
}

const NOTES_TRANSFORMS = 18

/**
 * Drops of the routines that name a transform of what falls: before 18 they would stay, without the type, and nobody, pg_dump
 * neither, could read the database any more.
 */
function leftBehind(
  { key }: CatalogObject,
  model: Model,
  zone: ReadonlySet<string>,
): readonly Statement[] {
  if (model.server.major >= NOTES_TRANSFORMS) return []
  return [...zone].flatMap((at) => {
    const routine = model.objects.get(at)
    const transforms = routine?.attributes['transforms']
    if (!routine || at === key || !Array.isArray(transforms) || transforms.length === 0) return []
    const dropped = dropStatements(routine, model)
    return typeof dropped === 'string' ? [] : dropped.map(({ sql }) => ({ sql: `${sql} CASCADE` }))
  })
}

/** For each attribute that its kind knows another value of: the statements that give it that. */
function changes(
  object: CatalogObject,
  model: Model,
  dropped: readonly Statement[],
): readonly Try[] {
  const { vary, alter, create, attributes: rules } = kinds[object.kind]
  const context = { model, clauses: [], major: model.server.major }
  return (vary?.(object, context) ?? []).flatMap((other): Try[] => {
    const varied = {
      ...object,
      attributes: { ...object.attributes, ...other } as CatalogObject['attributes'],
    }
    const attribute = Object.keys(other).find((name) => isCompared(rules[name]))
    if (attribute === undefined) return []
    const altered = alter?.(varied, object, context)
    if (altered) {
      const { first = [], statements, validates = [], frees, reprints, brings = [] } = altered
      const all = [...first, ...statements, ...validates]
      if (all.length === 0) return []
      const reaches = frees === undefined && !reprints ? (altered.reaches ?? 'itself') : 'all'
      return [{ attribute, statements: all, reaches, brings }]
    }
    const made = create?.(varied, context) ?? []
    if (dropped.length === 0 || made.length === 0) return []
    return [{ attribute, statements: [...dropped, ...made], reaches: 'all' }]
  })
}

const UNCOMPARED: ReadonlySet<AttributeRule> = new Set(['unused', 'whole', 'origin', 'derived'])

const isCompared = (rule: AttributeRule | undefined): boolean =>
  rule !== undefined && !UNCOMPARED.has(rule)

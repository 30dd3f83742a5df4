import { RebaselineError } from '../errors.ts'
import type { Clause, Statement, WriteContext } from '../kinds/kind.ts'
import { PHASES } from '../kinds/kind.ts'
import { kinds } from '../kinds/registry.ts'
import { kindRank, type Kind } from '../../shared/kinds.ts'
import type { CatalogObject, Model } from '../../shared/model.ts'
import { addressOf, describeAddress } from '../../shared/model.ts'
import { mentionedFrom } from './mentions.ts'
import { comparesPlainly, NO_PATH, underPath } from './search-path.ts'
import { typesWithOwnEquals } from './own-equals.ts'
import { inDependencyOrder, type Ordered, type OrderNode } from './order.ts'

/** One statement at its place, with the object that it is for. */
export interface PlannedStatement extends Statement {
  readonly key: string
  readonly kind: Kind
}

/**
 * The statements that turn an empty database into one with this model. `empty` is the model of a new database of the
 * same server: what it has already is not written, and what it has and the model hasn't is taken away.
 */
export function planStatements(
  model: Model,
  empty: Model,
  groups?: ReadonlyMap<string, string>,
): readonly PlannedStatement[] {
  const wanted = new Set(
    [...model.objects.values()].filter((object) => isNew(object, empty)).map(({ key }) => key),
  )
  const own = typesWithOwnEquals(model)
  const planned = planObjects(model, wanted, { ...(groups && { groups }) }).flatMap((statement) => {
    const { key, kind } = statement
    if (!comparesPlainly(statement, model, own)) return [statement]
    return underPath(NO_PATH, [statement]).map((each) => ({ ...each, key, kind }))
  })
  return [...removals(model, empty), ...planned]
}

/**
 * The statements that create these objects of a model where the others stand already. What is to be altered comes with
 * its statements in `given`, and stands at its place among them; what is of one of the `groups`, by the keys of its
 * objects, stands together as far as that goes.
 */
export function planObjects(
  model: Model,
  wanted: ReadonlySet<string>,
  {
    given = new Map(),
    groups = new Map(),
  }: {
    readonly given?: ReadonlyMap<string, readonly Statement[]>
    readonly groups?: ReadonlyMap<string, string>
  } = {},
): readonly PlannedStatement[] {
  const split = new Set<string>()
  const shells = new Map<string, ReadonlySet<string>>()
  for (;;) {
    const drawing = draw(model, wanted, split, given, shells)
    const ordered = asWished(drawing, groups)
    if (ordered.status === 'ordered') return inPhases(ordered.keys, drawing)
    const cut = ordered.cycles.flatMap((cycle) => drawing.separable(new Set(cycle)))
    for (const key of cut) split.add(key)
    if (cut.length > 0) continue
    for (const cycle of ordered.cycles) {
      const hollow = drawing.hollow(new Set(cycle))
      if (hollow === undefined) throw cyclic([cycle])
      shells.set(hollow, new Set(cycle))
    }
  }
}

/** Names the node of a stand-in: no key looks like it. */
const standInOf = (key: string): string => `stand-in ${key}`
const keyOfNode = (node: string): string => node.replace(/^stand-in /, '')

/** In an order that also heeds what nodes should stand after, but where that closes a circle. */
function asWished({ nodes, wishes }: Drawing, groups: ReadonlyMap<string, string>): Ordered {
  const heeding = (isHeeded: (node: string, wish: string) => boolean): readonly OrderNode[] =>
    nodes.map((node) => ({
      ...node,
      group: groups.get(keyOfNode(node.key)) ?? '',
      needs: new Set([
        ...node.needs,
        ...(wishes.get(node.key) ?? []).filter((wish) => isHeeded(node.key, wish)),
      ]),
    }))
  const ordered = inDependencyOrder(heeding(() => true))
  if (ordered.status === 'ordered') return ordered
  const circles = ordered.cycles.map((cycle) => new Set(cycle))
  return inDependencyOrder(
    heeding((node, wish) => !circles.some((circle) => circle.has(node) && circle.has(wish))),
  )
}

interface Drawing {
  readonly nodes: readonly OrderNode[]
  /** What else nodes should stand after, as far as can be told. */
  readonly wishes: ReadonlyMap<string, readonly string[]>
  readonly statements: ReadonlyMap<string, readonly PlannedStatement[]>
  /** Keys of the clauses that may be split off to cut this cycle. */
  readonly separable: (cycle: ReadonlySet<string>) => readonly string[]
  /** Key of the object of this cycle that is best made in two halves: what is built on others loses least. */
  readonly hollow: (cycle: ReadonlySet<string>) => string | undefined
}

/** Lays every object into the statement it stands in: its own, or its parent's where it is a clause of it. */
function draw(
  model: Model,
  wanted: ReadonlySet<string>,
  split: ReadonlySet<string>,
  given: ReadonlyMap<string, readonly Statement[]>,
  shells: ReadonlyMap<string, ReadonlySet<string>>,
): Drawing {
  const contexts = new Map<string, WriteContext>()
  const clauses = new Map<string, Clause | undefined>()

  const contextOf = (object: CatalogObject): WriteContext => {
    const known = contexts.get(object.key)
    if (known) return known
    const children = (model.children.get(object.key) ?? []).filter((child) => wanted.has(child.key))
    const context = {
      model,
      major: model.server.major,
      clauses: children.flatMap((child) => clauseOf(child) ?? []).sort((a, b) => a.rank - b.rank),
    }
    contexts.set(object.key, context)
    return context
  }
  const clauseOf = (object: CatalogObject): Clause | undefined => {
    if (split.has(object.key) || object.parent === null || !wanted.has(object.parent))
      return undefined
    if (!clauses.has(object.key)) {
      clauses.set(object.key, kinds[object.kind].clause?.(object, contextOf(object)))
    }
    return clauses.get(object.key)
  }
  const homeOf = (key: string): string => {
    const object = model.objects.get(key)
    return object && object.parent !== null && clauseOf(object) ? homeOf(object.parent) : key
  }

  const statements = new Map<string, PlannedStatement[]>()
  const needs = new Map<string, Set<string>>()
  const wishes = new Map<string, readonly string[]>()
  const members = new Map<string, CatalogObject[]>()
  for (const key of [...wanted, ...given.keys()]) {
    const object = model.objects.get(key)
    if (!object) continue
    const home = given.has(key) ? key : homeOf(key)
    members.set(home, [...(members.get(home) ?? []), object])
  }
  for (const [home, inside] of members) {
    const own = inside.sort((a, b) =>
      a.key === home ? -1 : b.key === home ? 1 : a.key < b.key ? -1 : 1,
    )
    const planned = (object: CatalogObject, said: readonly Statement[]): PlannedStatement[] =>
      said.map((statement) => ({ ...statement, key: object.key, kind: object.kind }))
    const majors = own
      .filter(({ key }) => !given.has(key))
      .flatMap((object) => kinds[object.kind].since?.(object, model) ?? [])
    const written = own.flatMap((object) => {
      const { add, create, complete, shell } = kinds[object.kind]
      const halves = shells.has(object.key) ? shell?.(object, contextOf(object)) : undefined
      if (halves) {
        statements.set(standInOf(home), planned(object, halves.standIn))
        return planned(object, halves.completed)
      }
      const isAlone = object.parent !== null && !wanted.has(object.parent)
      const say = object.key !== home ? complete : isAlone ? (add ?? create) : create
      const said = given.get(object.key) ?? say?.(object, contextOf(object)) ?? []
      if (said === 'with parent') throw new Error(`${object.key} can't be made without its parent`)
      return planned(object, said)
    })
    const [made, ...more] = written
    const isMarked = made?.since === undefined && majors.length > 0
    statements.set(
      home,
      made && isMarked ? [{ ...made, since: Math.max(...majors) }, ...more] : written,
    )
    const [first] = own
    const parent = first && !kinds[first.kind].lateOwner ? first.parent : null
    const wants = [
      ...(parent === null ? [] : [parent]),
      ...own.flatMap((object) => object.dependsOn),
      ...written.flatMap((statement) => statement.needs ?? []),
    ]
    const homesOf = (keys: readonly string[]): readonly string[] =>
      keys
        .filter((key) => wanted.has(key) || given.has(key))
        .map((key) => (given.has(key) ? key : homeOf(key)))
        .filter((key) => key !== home)
    const homes = homesOf(wants)
    const planning = own.filter((object) => kinds[object.kind].plansExpressions?.(object))
    const mentioned = mentionedFrom(
      model,
      planning.flatMap(({ dependsOn }) => dependsOn),
    )
    if (mentioned.size > 0) wishes.set(home, homesOf([...mentioned]))
    // Only what lies on the cycle that a stand-in cuts makes do with it.
    const nodeOf = (key: string): string => (shells.get(key)?.has(home) ? standInOf(key) : key)
    const cycle = shells.get(home)
    needs.set(home, new Set([...homes.map(nodeOf), ...(cycle ? [standInOf(home)] : [])]))
    if (cycle) needs.set(standInOf(home), new Set(homes.filter((key) => !cycle.has(key))))
  }

  const nodes = [...needs].map(([key, own]) => ({
    key,
    rank: rankOf(model, keyOfNode(key)),
    needs: own,
  }))
  const separable = (cycle: ReadonlySet<string>): string[] =>
    [...cycle].flatMap((home) =>
      (members.get(home) ?? [])
        .filter((object) => object.key !== home && clauseOf(object)?.separable)
        .filter((object) =>
          object.dependsOn.some(
            (key) => key !== home && homeOf(key) !== home && cycle.has(homeOf(key)),
          ),
        )
        .map((object) => object.key),
    )
  const hollow = (cycle: ReadonlySet<string>): string | undefined =>
    [...cycle]
      .filter((key) => !shells.has(key))
      .flatMap((key) => model.objects.get(key) ?? [])
      .filter((object) => kinds[object.kind].shell?.(object, contextOf(object)))
      .sort((a, b) => kindRank(b.kind) - kindRank(a.kind) || (a.key < b.key ? -1 : 1))[0]?.key
  return { nodes, wishes, statements, separable, hollow }
}

const rankOf = (model: Model, key: string): number => {
  const object = model.objects.get(key)
  return object ? kindRank(object.kind) : 0
}

const isNew = (object: CatalogObject, empty: Model): boolean => {
  const there = empty.objects.get(object.key)
  if (!there) return true
  const same = JSON.stringify(there.attributes) === JSON.stringify(object.attributes)
  return !same && kinds[object.kind].attached !== undefined
}

/** Takes away what a new database has and the model hasn't; what belongs to something taken away goes with it. */
function removals(model: Model, empty: Model): PlannedStatement[] {
  return [...empty.objects.values()]
    .filter(
      ({ key, parent }) =>
        !model.objects.has(key) && (parent === null || model.objects.has(parent)),
    )
    .flatMap((object) =>
      (kinds[object.kind].remove?.(object) ?? []).map((statement) => ({
        ...statement,
        key: object.key,
        kind: object.kind,
      })),
    )
}

/** What needs something that is made in a later phase waits for that. */
function inPhases(keys: readonly string[], { nodes, statements }: Drawing): PlannedStatement[] {
  const needs = new Map(nodes.map((node) => [node.key, node.needs]))
  const madeIn = new Map<string, number>()
  const phased = keys.flatMap((key) => {
    const made = [...(needs.get(key) ?? [])].map((need) => madeIn.get(need) ?? 0)
    const earliest = Math.max(0, ...made)
    const own = (statements.get(key) ?? []).map((statement) => {
      const rank = Math.max(earliest, PHASES.indexOf(statement.phase ?? 'main'))
      const phase = PHASES[rank]
      return { rank, statement: rank > 0 && phase ? { ...statement, phase } : statement }
    })
    madeIn.set(key, own[0]?.rank ?? earliest)
    return own
  })
  return PHASES.flatMap((_, place) =>
    phased.filter(({ rank }) => rank === place).map(({ statement }) => statement),
  )
}

const cyclic = (cycles: readonly (readonly string[])[]): RebaselineError =>
  new RebaselineError('dependency-cycle', {
    doing: 'put the statements of the baseline in order',
    happened: `these objects need each other and none can be created first: ${(cycles[0] ?? [])
      .map((node) => describeAddress(addressOf(keyOfNode(node))))
      .join(', ')}`,
  })

import type { Import, Module, StringLiteral } from './module.ts'
import {
  inside,
  basename,
  isOurs,
  isTest,
  isProduct,
  isKindRoom,
  isGeneric,
  featureOf,
  isBelowFeatures,
} from './rooms.ts'

export interface Violation {
  readonly path: string
  readonly line: number
  readonly what: string
}

export interface Rule {
  readonly name: string
  /** Why it is a rule: printed with each violation. */
  readonly reason: string
  /** What one file does against it. */
  check(module: Module, words: Words): readonly Omit<Violation, 'path'>[]
}

/** The words that some rooms must not know, read from shared/. */
export interface Words {
  readonly kinds: ReadonlySet<string>
  readonly differenceClasses: ReadonlySet<string>
}

type Forbids = (from: string, to: string, words: Words) => boolean

const imports =
  (forbids: Forbids, isMeant: (imported: Import) => boolean = () => true): Rule['check'] =>
  ({ path, imports: all }, words) =>
    all
      .filter((imported) => isMeant(imported) && forbids(path, imported.target, words))
      .map(({ target, line }) => ({ line, what: `imports ${target}` }))

/** What is imported for its types alone can't connect to or start anything. */
const atRunTime = ({ typeOnly }: Import): boolean => !typeOnly

const literals = (module: Module, isForbidden: (literal: StringLiteral) => boolean) =>
  module.strings.filter(isForbidden).map(({ value, line }) => ({ line, what: `says '${value}'` }))

export const RULES: readonly Rule[] = [
  {
    name: 'meet in shared',
    reason:
      'the page and the server share a contract, not code: either can be read and changed without the other',
    check: imports(
      (from, to) =>
        (inside(from, 'web') && inside(to, 'server')) ||
        (inside(from, 'server') && inside(to, 'web')),
    ),
  },
  {
    name: 'shared stands alone',
    reason: 'the page and the server both load it, so it can need neither of them, nor Node',
    check: imports(
      (from, to) =>
        inside(from, 'shared') &&
        !isTest(from) &&
        !inside(to, 'shared') &&
        (isOurs(to) || to.startsWith('node:')),
    ),
  },
  {
    name: 'pure kinds',
    reason: 'a kind is one file that can be read, tested and added alone: text in, text out',
    check: imports(
      (from, to, words) => isKindRoom(from) && !isTest(from) && !mayServeKinds(to, words),
    ),
  },
  {
    name: 'a kind is named in its own file',
    reason: 'what one file knows, no other has to be changed for',
    check: (module, words) =>
      isKindRoom(module.path) && module.path !== 'server/kinds/kind.ts' && !isTest(module.path)
        ? literals(module, (literal) => namesOtherKind(module.path, literal, words))
        : [],
  },
  {
    name: 'names no kind',
    reason: 'a new kind must be compared and ordered without anybody thinking of it',
    check: (module, words) =>
      isGeneric(module.path) && !isTest(module.path)
        ? literals(module, (literal) => namesKind(literal, words))
        : [],
  },
  {
    name: 'only postgres/ connects',
    reason: 'one room sets the session, redacts passwords and cleans up',
    check: imports(
      (from, to) => to === 'pg' && isProduct(from) && !inside(from, 'server/postgres'),
      atRunTime,
    ),
  },
  {
    name: 'few start processes',
    reason: 'every process we start must be ended by the room that started it',
    check: imports(
      (from, to) =>
        to === 'node:child_process' &&
        isProduct(from) &&
        from !== 'server/project/git.ts' &&
        !['server/machine', 'server/postgres', 'server/history', 'server/commands'].some((room) =>
          inside(from, room),
        ),
      atRunTime,
    ),
  },
  {
    name: 'export and review never query',
    reason: 'they act on what was compared, not on what a database says now',
    check: imports(
      (from, to) =>
        (inside(from, 'server/export') || inside(from, 'server/review')) &&
        !isTest(from) &&
        inside(to, 'server/postgres'),
    ),
  },
  {
    name: 'features keep apart',
    reason: 'a screen can be removed by removing its folder',
    check: imports((from, to) => {
      const feature = featureOf(to)
      return (
        feature !== '' &&
        inside(from, 'web') &&
        isBelowFeatures(from) &&
        feature !== featureOf(from)
      )
    }),
  },
  {
    name: 'tests stay outside',
    reason: 'the product must run without what tests it',
    check: imports(
      (from, to) =>
        isProduct(from) &&
        (isTest(to) || inside(to, 'e2e') || inside(to, 'bench') || inside(to, 'scripts')),
    ),
  },
  {
    name: 'no barrel files',
    reason: 'a file that only passes on hides where a thing is and makes cycles',
    check: ({ path, isBarrel }) =>
      isBarrel && path !== 'server/kinds/registry.ts'
        ? [{ line: 1, what: 'consists of re-exports only' }]
        : [],
  },
  {
    name: 'only main exits',
    reason: 'whoever exits elsewhere skips the cleaning up',
    check: ({ path, exits }) =>
      isProduct(path) && path !== 'server/main.ts' && path !== 'server/history/child.ts'
        ? exits.map((line) => ({ line, what: 'ends the process' }))
        : [],
  },
]

/** Files of kinds/ that are no kind serve all of them: the contract, quoting, clauses that two kinds share. */
const mayServeKinds = (target: string, { kinds }: Words): boolean =>
  inside(target, 'shared') ||
  target === 'server/baseline/kysely-source.ts' ||
  (isKindRoom(target) && !kinds.has(basename(target)))

/** As what an object is, or is asked about; elsewhere `index` or `default` are words of Postgres's own. */
const namesOtherKind = (
  path: string,
  { value, context }: StringLiteral,
  { kinds }: Words,
): boolean => kinds.has(value) && value !== basename(path) && context === 'kind'

/** Some classes of differences are called as a kind is; those words are about a kind only where they are compared with one. */
function namesKind(
  { value, context }: StringLiteral,
  { kinds, differenceClasses }: Words,
): boolean {
  if (!kinds.has(value)) return false
  return context === 'kind' || !differenceClasses.has(value)
}

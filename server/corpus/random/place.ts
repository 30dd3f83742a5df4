import { ident } from '../../kinds/sql.ts'
import { BASE_TYPES, type TypeUse } from './base-types.ts'
import { cut } from './texts.ts'

/** A column that others may refer to. */
export interface Column {
  readonly name: string
  readonly type: TypeUse
  readonly made: 'plain' | 'identity' | 'generated'
}

/** A table that others may refer to. */
export interface Table {
  readonly name: string
  /** With its schema, quoted. */
  readonly sql: string
  readonly form: 'ordinary' | 'partitioned' | 'part' | 'foreign'
  readonly columns: Column[]
  /** Tables that outlive a crash can't refer to those that do not. */
  readonly kept: 'logged' | 'unlogged'
  /** Columns of keys, by which foreign keys can lead here. */
  readonly keys: (readonly Column[])[]
}

/** A function that others may call. */
export interface Routine {
  readonly sql: string
  readonly does: 'trigger' | 'text' | 'event'
}

/** What grows while the parts of a schema are written: its statements, and what later parts may refer to. */
export class Place {
  readonly statements: string[] = []
  readonly types: TypeUse[] = []
  readonly tables: Table[] = []
  readonly views: Table[] = []
  /** Those that are not materialized. */
  readonly plainViews: Table[] = []
  readonly routines: Routine[] = []
  readonly sequences: string[] = []
  /** Those that anything can be given to. */
  readonly roles: readonly string[]
  readonly collations: string[] = ['"C"', '"POSIX"']
  /** Tables that others inherit from: a column that comes later stands last in these, which no CREATE TABLE can say. */
  readonly inherited = new Set<string>()
  /** Partitions that are partitioned themselves. */
  readonly divided = new Set<string>()
  /** Ordinary partitions of a partitioned table. */
  readonly parts = new Map<string, string[]>()
  /** Composite types, with their attributes. */
  readonly composites: { readonly sql: string; readonly columns: readonly Column[] }[] = []
  /** Types that have a transform for plpgsql. */
  readonly transformed: string[] = []
  readonly tableMethods: string[] = ['heap']
  /** What is said of a table only once, such as by which index it is clustered. */
  readonly once = new Set<string>()
  /** Tables that have a primary key. */
  readonly primary = new Set<string>()
  /** `TABLE "a"`: what COMMENT ON can name. */
  readonly remarkable: string[] = []
  /** `TABLE "a"`: what can be given to another role. */
  readonly ownable: string[] = []
  readonly grantable: { readonly target: string; readonly rights: readonly string[] }[] = []
  readonly schema: string
  readonly major: number
  /** How much of it belongs to other roles. */
  given = 0
  readonly #taken = new Map<string, Set<string>>()

  constructor(schema: string, major: number, roles: readonly string[]) {
    this.roles = roles
    this.schema = schema
    this.major = major
  }

  run(sql: string): void {
    this.statements.push(sql)
  }

  /** A name that nothing else of that space has. */
  name(wanted: string, space = 'relation'): string {
    const taken = this.#taken.get(space) ?? new Set()
    this.#taken.set(space, taken)
    let name = cut(wanted)
    for (let count = 2; taken.has(name); count += 1) name = `${cut(wanted, 58)} ${count}`
    taken.add(name)
    return name
  }

  /** A name of the whole database, which other schemas of it do not have. */
  wideName(wanted: string): string {
    return this.name(`${cut(this.schema, 24)} ${cut(wanted, 30)}`, 'wide')
  }

  /** True the first time. */
  first(what: string): boolean {
    const isFirst = !this.once.has(what)
    this.once.add(what)
    return isFirst
  }

  in(name: string): string {
    return `${ident(this.schema)}.${ident(name)}`
  }

  /** One type of all: of people's own as often as of Postgres's. */
  type(choice: number): TypeUse {
    const own = choice % 2 === 1 && this.types.length > 0 ? this.types : BASE_TYPES
    return own[(choice >> 1) % own.length] as TypeUse
  }

  /** That can be commented, and belong to another role. */
  made(target: string, rights: readonly string[] = []): void {
    this.remarkable.push(target)
    this.ownable.push(target)
    if (rights.length > 0) this.grantable.push({ target, rights })
  }
}

/** The element that a number chooses, where there is one. */
export const chosen = <T>(list: readonly T[], choice: number): T | undefined =>
  list.length === 0 ? undefined : list[choice % list.length]

/** One thing of a schema; it writes nothing where what it needs is not there. */
export type Part = (place: Place) => void

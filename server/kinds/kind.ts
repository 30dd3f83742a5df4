import type { AttributeDifference } from '../../shared/finding.ts'
import type { Kind } from '../../shared/kinds.ts'
import type { Address, Attributes, CatalogObject, Model } from '../../shared/model.ts'

/**
 * How an attribute is compared:
 * `exact` (the default meaning), `expression` (SQL text as Postgres prints it; may prove to be `printed`),
 * `address` (another object as `[type, ...names]`; follows renames), `order` (rank among siblings), `derived` (compared only where
 * the parent itself is the same), `told` (exact, where both sides may read it), `origin` (`[type, ...names]` of what it is inherited from, or null: never compared, but
 * what differs there in the same way is not told again here), `name` (a name that means nothing by itself), `role`/`roles` (role names, put
 * relative to the migrating role), `grants` (pairs of privilege and the role that granted it), `set` (a sorted list of which only
 * what the other side lacks is told, and only where nothing else of the object differs), `whole` (compared only where nothing else of the object differs: a safety net
 * over what the other attributes take apart; it says everything that those of rule `expression` say), `unused` (never compared; needed to write).
 */
export type AttributeRule =
  | 'exact'
  | 'expression'
  | 'address'
  | 'order'
  | 'derived'
  | 'told'
  | 'origin'
  | 'name'
  | 'role'
  | 'roles'
  | 'grants'
  | 'set'
  | 'whole'
  | 'unused'

/** Where dependencies can't decide: statements of a later phase stand after all of an earlier one. */
export const PHASES = [
  'main',
  'late',
  'refresh',
  'owner',
  'privilege',
  'default-privilege',
  'database',
] as const

/** Where a statement stands that dependencies alone can't place. */
export type Phase = (typeof PHASES)[number]

/** One statement of a baseline, and what its place and form depend on. */
export interface Statement {
  /** One SQL statement, without a semicolon. */
  readonly sql: string
  /** TypeScript source of a Kysely builder chain up to, not including, `.execute()`, where it says exactly the same; its types are those that `withoutTypes` takes out. */
  readonly kysely?: string
  readonly phase?: Phase
  /** Keys it needs beyond pg_depend. */
  readonly needs?: readonly string[]
  /** What has to be known before it is run. */
  readonly note?: string
  /** The first major whose syntax has it, where an older one that people may run has not. */
  readonly since?: number
}

/** Part of the parent's statement: a column or a constraint in its CREATE TABLE. */
export interface Clause {
  /** Sorts the clauses of one parent: columns by their rank, constraints after all of them. */
  readonly rank: number
  /** Empty where the parent's statement brings it along unsaid. */
  readonly sql: string
  /** Builder call that is chained to the parent's: `.addColumn('id', 'integer', (c) => c.notNull())`. */
  readonly kysely?: string
  /** May be written as statements of its own (`create`) to cut a cycle. */
  readonly separable: boolean
}

/** An object in two halves. */
export interface Shell {
  readonly standIn: readonly Statement[]
  readonly completed: readonly Statement[]
}

/** What a kind may look at while it writes an object. */
export interface WriteContext {
  readonly model: Model
  /** The clauses of this object's children that were not split off, sorted. */
  readonly clauses: readonly Clause[]
  /** The server major the baseline is written for. */
  readonly major: number
}

/** How an object is altered, and what stands on it and has to be taken away for that and made anew. */
export interface Alteration {
  readonly statements: readonly Statement[]
  /** What makes room, such as for a name, before anything is created. */
  readonly first?: readonly Statement[]
  /** `readers`: what `followsType` does not say of itself; `all`: everything but what is attached. */
  readonly frees?: 'readers' | 'all'
  /** It changes what stands on the object as well: a sequence is as durable as the table it belongs to. */
  readonly reaches?: 'all'
  /** Keys of what other objects get by it: a table of a composite type has its attributes as columns. */
  readonly brings?: readonly string[]
  /** What rows may break: it waits for those that are mended too. */
  readonly validates?: readonly Statement[]
  /** True where the text of what stands on it changes with it, such as that of an index with a label in its predicate. */
  readonly reprints?: true
  /** True where a sequence stands at its start after it. */
  readonly restarts?: boolean
}

/** How an object lets go of what has to be dropped, and stays. */
export interface Release {
  readonly statements: readonly Statement[]
  /** The object as it is then. */
  readonly as: CatalogObject
}

/** Difference class of everything about a kind, where it isn't structural. */
export type KindClass = 'comment' | 'owner' | 'privilege'

/** How the rows of a kind are read where they are only summed up: by what costs Postgres least. */
export interface SummedUp<A extends Attributes = Attributes> {
  /**
   * The rows of the kind's `read`, with columns that together name an object of the kind on every server, and with others
   * that say all that some attributes say, in a form that means nothing elsewhere.
   */
  read(major: number): string
  readonly names: readonly string[]
  readonly columns?: readonly string[]
  readonly instead?: readonly (keyof A & string)[]
  /** Each is a part of the relation that is its parent, or of a column of it: they are summed up relation by relation. */
  readonly ofRelation?: true
}

/** All that is known of one kind of object: how it is read, compared and written. */
export interface KindModule<A extends Attributes = Attributes> {
  readonly kind: Kind
  /**
   * Selects every user's object of this kind on that server major: classid, objid, objsubid, parent_classid, parent_objid,
   * parent_objsubid (null without a parent), then one column per attribute, named as the attribute. Kinds with
   * `attached` select the target's classid, objid, objsubid and a text `qualifier` (or null) instead of a parent.
   */
  read(major: number): string
  readonly attributes: { readonly [K in keyof A]: AttributeRule }
  readonly summedUp?: SummedUp<A>
  /**
   * Catalogs with an `oid`, such as `pg_class where relkind = 'm'`, one of which has a row that initdb did not make wherever
   * there is such an object: else it isn't read.
   */
  readonly rareIn?: readonly string[]
  /** It has no address of its own: it is addressed by its target and qualifier, as `<kind> on <target type>`. */
  readonly attached?: 'text' | 'role'
  /** It stands in a catalog of the whole server: a copy of its database has none of it. */
  readonly shared?: true
  readonly class?: KindClass
  /** One that is only called otherwise is paired by content: `name` is acceptable, `structural` (unless told) blocks, `never` isn't paired. */
  readonly rename?: 'name' | 'structural' | 'never'
  /** What a database has where such an object does not stand: privileges that nobody granted or revoked. */
  standard?(object: CatalogObject<A>): Partial<A>
  /** What it falls with (pg_depend's deptype `a`) need not exist before it: its OWNED BY is written late. */
  readonly lateOwner?: true
  /** Mends an address that contains role names. */
  readonly roleInAddress?: (address: Address, rename: (role: string) => string) => Address
  /** What of it isn't read, and so is neither compared nor written. */
  hides?(object: CatalogObject<A>): readonly string[]
  /** What of it this role may not read, if anything: it blocks, and the rest is compared. */
  unread?(attributes: A): string | undefined
  /** What a baseline leaves undone on purpose, so that a database that was built of one may lack it, and what is said of that. */
  leftUndone?(
    old: CatalogObject<A>,
    rebuilt: CatalogObject<A>,
  ): { readonly attribute: keyof A; readonly note: string } | undefined
  /** The first major that has what its clause, or the first of its statements, says; undefined where all of them do. */
  since?(object: CatalogObject<A>, model: Model): number | undefined
  /** How many relations Postgres makes for it, at most: each is locked until the transaction that makes them ends. */
  relations?(object: CatalogObject<A>): number
  /** Statements of its own… */
  create?(object: CatalogObject<A>, context: WriteContext): readonly Statement[]
  /**
   * The two halves of `create` that cut a cycle: a stand-in with the same signature that needs nothing of the cycle, and
   * what turns it into the object; undefined where it can't be cut.
   */
  shell?(object: CatalogObject<A>, context: WriteContext): Shell | undefined
  /** …or a clause of its parent's statement; undefined: `create` it. The parent asks without knowing the kind. */
  clause?(object: CatalogObject<A>, context: WriteContext): Clause | undefined
  /** Statements for what its clause can't say; only called where the clause was used. */
  complete?(object: CatalogObject<A>, context: WriteContext): readonly Statement[]
  /** Statements that take away what a new database already has and the model hasn't. */
  remove?(object: CatalogObject<A>): readonly Statement[]
  /** Statements that create it where its parent stands already, where `create` can't; `with parent`: none can. */
  add?(object: CatalogObject<A>, context: WriteContext): readonly Statement[] | 'with parent'
  /** Statements that take it away alone; `with parent` where only its parent can go, `with origin` what it is inherited from. Unless told, `DROP` and its name. */
  drop?(
    object: CatalogObject<A>,
    model: Model,
  ): readonly Statement[] | 'with parent' | 'with origin'
  /** Statements that turn `rebuilt` into `old`, under the names of `old`; undefined: drop and create again. */
  alter?(
    old: CatalogObject<A>,
    rebuilt: CatalogObject<A>,
    context: WriteContext,
  ): Alteration | undefined
  /** Why no statements turn `rebuilt` into `old`, not even those that make it anew; undefined where some do. */
  beyond?(
    old: CatalogObject<A>,
    rebuilt: CatalogObject<A>,
    context: WriteContext,
  ): string | undefined
  /** Whether its statements are written by Kysely's builder; SQL unless told. */
  readonly builder?: 'where it says exactly the same'
  /** Why two majors by themselves make an attribute differ, so that it can't be compared; undefined where they don't. */
  betweenMajors?(
    old: CatalogObject<A>,
    rebuilt: CatalogObject<A>,
    attribute: AttributeDifference,
  ): string | undefined
  /** What people know attributes as that are null before some major, and are then held against nothing. */
  readonly unknownBefore?: Readonly<Record<string, string>>
  /** Statements that give it the name of `old`; unless told, `ALTER … RENAME TO`. */
  renameTo?(old: CatalogObject<A>, rebuilt: CatalogObject<A>): readonly Statement[]
  /** How it lets go of what it needs without being dropped, such as a column of its type. */
  release?(object: CatalogObject<A>, model: Model): Release | undefined
  /** Keys of what it names without needing it: that changes it when it goes. */
  names?(object: CatalogObject<A>): readonly string[]
  /** Postgres plans its expressions when it is made, and for that reads the texts of functions that they call. */
  plansExpressions?(object: CatalogObject<A>): boolean
  /** Other values that it could have, each with one compared attribute first: faults that are planted on purpose. */
  vary?(object: CatalogObject<A>, context: WriteContext): readonly Partial<A>[]
  /** Postgres makes it anew by itself when the length of a type it stands on changes. */
  readonly followsType?: true
}

/** Checks a kind's attribute names against its rules, then forgets them so that kinds fit one registry. */
export function defineKind<A extends Attributes>(module: KindModule<A>): KindModule {
  return module as unknown as KindModule
}

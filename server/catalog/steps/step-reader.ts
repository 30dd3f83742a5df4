import { isDeepStrictEqual } from 'node:util'
import type { KindModule } from '../../kinds/kind.ts'
import { kinds } from '../../kinds/registry.ts'
import { literal } from '../../kinds/sql.ts'
import type { DatabaseUrl } from '../../postgres/redact.ts'
import { keepSession, type KeptSession, type Row } from '../../postgres/session.ts'
import { describeAddress } from '../../../shared/model.ts'
import {
  catalogOf,
  dependencies,
  edgesIn,
  edgesOf,
  isPostgresOwn,
  oidOf,
  pinsIn,
  pinsQuery,
  wholeOf,
  type Pin,
} from '../dependencies.ts'
import { serverFactsOf, serverFactsQuery, type Ledger } from '../fragments.ts'
import { readLedger, type LedgerPins } from '../ledger.ts'
import { objectQueries } from '../unmodeled.ts'
import { Edges } from './edges.ts'
import { digestRead, partialReads, wholeRead, type PartialRead } from './partial-reads.ts'
import { changeOf, merged, NOTHING, type Patch, type StepChange } from './step-change.ts'
import { StepModel, type KindRows, type Placement, type StepObject } from './step-model.ts'
import { NEXT_TRANSACTION, Versions, versionsQuery, type Touched } from './versions.ts'

interface Options {
  readonly runId: string
  readonly ledger: Ledger
  /** After how many steps the whole database is read again, and held against what is known. */
  readonly checkEvery?: number
}

const CHECK_EVERY = 25

type Send = (sql: string) => Promise<Row[][]>

/** What was told since everything was read may be wrong: something is otherwise than the changes said. */
export class Misread extends Error {
  override readonly name = 'Misread'
}

/** Reads what each migration changes: only what was written, and what is printed otherwise because of that. */
export class StepReader {
  readonly #session: KeptSession
  readonly #ledger: Ledger
  readonly #checkEvery: number
  readonly #reads: readonly PartialRead[]
  readonly #catalogs: ReadonlyMap<string, string>
  readonly #prepared = new Set<string>()
  readonly #versions: Versions
  readonly #model: StepModel
  #pins: LedgerPins = { tables: new Set(), made: [], usual: new Set() }
  #facts: Row = {}
  #steps = 0

  private constructor(
    session: KeptSession,
    { ledger, checkEvery = CHECK_EVERY }: Options,
    catalogs: ReadonlyMap<string, string>,
    since: string,
  ) {
    this.#session = session
    this.#ledger = ledger
    this.#checkEvery = checkEvery
    this.#catalogs = catalogs
    this.#versions = new Versions(since)
    this.#reads = partialReads(session.facts.major)
    this.#model = new StepModel(new Edges(catalogs))
  }

  /** Opens a connection of its own, which stays open, and reads the database as it is. */
  static async open(url: DatabaseUrl, options: Options): Promise<StepReader> {
    const session = await keepSession(url, options)
    try {
      const [catalogs = [], [moment] = []] = await session.read((send) =>
        send(`${CATALOGS}; ${MOMENT}`),
      )
      const reader = new StepReader(
        session,
        options,
        new Map(catalogs.map((row) => [String(row['oid']), String(row['name'])])),
        String(moment?.['next']),
      )
      await session.read(async (send) => {
        await reader.#lookForTouched(send)
        await reader.#readAll(send)
      })
      return reader
    } catch (error) {
      await session.close()
      throw error
    }
  }

  close(): Promise<void> {
    return this.#session.close()
  }

  /** How many steps were told since everything was last read. */
  get unchecked(): number {
    return this.#steps % this.#checkEvery
  }

  /** What was changed since the last look; throws `Misread`. */
  step(): Promise<StepChange> {
    this.#steps += 1
    return this.#session.read(async (send) => {
      const change = await this.#look(send)
      if (this.#steps % this.#checkEvery === 0) await this.#check(send)
      return change
    })
  }

  /** Reads the whole database again where steps were told since; throws `Misread` where it is not what they said. */
  async check(): Promise<void> {
    if (this.unchecked === 0) return
    await this.#session.read((send) => this.#check(send))
    this.#steps = 0
  }

  async #look(send: Send): Promise<StepChange> {
    const touched = await this.#lookForTouched(send)
    const wholes = new Set([...touched.objects.keys(), ...touched.columns].map(wholeOf))
    if (wholes.size === 0 && !touched.serverRenamed) return NOTHING
    const { edges } = this.#model
    const gone = writtenBy(touched, edges, this.#model.claimed)
    const owned = edges.ownersOf(wholes)
    const needed = await this.#execute(
      send,
      'edges',
      () => edgesOf(this.#session.facts.major),
      'oid[], oid[]',
      [`{${[...wholes].map(catalogOf).join(',')}}`, `{${[...wholes].map(oidOf).join(',')}}`],
    )
    edges.replace(wholes, edgesIn(needed[0]))
    const followers = edges.followersOf(calledOtherwise(touched))
    const all = new Set(
      [...wholes, ...followers, ...owned, ...edges.ownersOf([...wholes, ...followers])].map(
        wholeOf,
      ),
    )
    const facts = this.#facts
    await this.#readLedger(send, touched)
    const patched = touched.serverRenamed
      ? await this.#readAll(send)
      : await this.#readSome(send, all)
    const { before, after } =
      (await this.#migratingRoleChanged(send, wholes)) && !touched.serverRenamed
        ? merged(patched, await this.#readAll(send))
        : patched
    const written = new Set([...gone, ...writtenBy(touched, edges, this.#model.claimed)])
    const more = await this.#otherThings(send, touched, before, after)
    return { ...changeOf(before, after, written), more, database: this.#databaseFrom(facts) }
  }

  async #lookForTouched(send: Send): Promise<Touched> {
    const { major } = this.#session.facts
    const [row = {}] = await this.#execute(
      send,
      'versions',
      () => versionsQuery(major),
      'int8[], int8[], xid, xid',
      this.#versions.known,
    )
    return this.#versions.take(row)
  }

  async #readSome(send: Send, pins: ReadonlySet<Pin>): Promise<Patch> {
    const oids = new Set([...pins].map(oidOf))
    const catalogs = new Set([...pins].map((pin) => this.#catalogs.get(catalogOf(pin)) ?? ''))
    const asked = this.#reads.filter(
      (read) => !read.catalogs || [...read.catalogs].some((each) => catalogs.has(each)),
    )
    const unprepared = asked.filter(({ name }) => !this.#prepared.has(name))
    for (const { name, prepare } of unprepared) {
      await send(prepare)
      this.#prepared.add(name)
    }
    const executed = asked.map(({ name }) => `execute ${name} ('{${[...oids].join(',')}}')`)
    const [, ...answers] = await send([FOR_FEW, ...executed, FOR_MANY].join(';'))
    const results = asked.map(({ module }, place) => ({ module, rows: answers[place] ?? [] }))
    return this.#patch(results, oids)
  }

  async #readAll(send: Send): Promise<Patch> {
    await this.#readAround(send)
    return this.#patch(await this.#readKinds(send, Object.values(kinds)), undefined)
  }

  /** What objects are read in the light of. */
  async #readAround(send: Send): Promise<void> {
    const { major } = this.#session.facts
    const [[facts = {}] = []] = await send(serverFactsQuery(major))
    this.#facts = facts
    const [[row] = []] = await send(dependencies(major))
    const edges = edgesIn(row)
    this.#model.edges.clear()
    this.#model.edges.replace([], edges)
    this.#pins = await readLedger(async (sql) => (await send(sql)).at(-1) ?? [], this.#ledger)
  }

  async #readKinds(send: Send, modules: readonly KindModule[]): Promise<KindRows[]> {
    const { major } = this.#session.facts
    const results: KindRows[] = []
    for (const module of modules) {
      const [rows = []] = await send(wholeRead(module, major))
      results.push({ module, rows })
    }
    return results
  }

  #patch(results: readonly KindRows[], oids: ReadonlySet<string> | undefined): Patch {
    const migratingRole = String(this.#facts['migratingRole'])
    const { before, written } = this.#model.replace(results, {
      migratingRole,
      ...(oids && { oids }),
    })
    return { before, after: this.#model.place(written, this.#pins) }
  }

  async #readLedger(send: Send, touched: Touched): Promise<void> {
    const isKnown =
      this.#pins.tables.size > 0 &&
      ![...touched.objects.keys()].some(
        (pin) =>
          this.#pins.tables.has(wholeOf(pin)) ||
          this.#catalogs.get(catalogOf(pin)) === 'pg_default_acl',
      )
    if (isKnown) return
    this.#pins = await readLedger(async (sql) => (await send(sql)).at(-1) ?? [], this.#ledger)
  }

  async #migratingRoleChanged(send: Send, wholes: ReadonlySet<Pin>): Promise<boolean> {
    const isDatabase = [...wholes].some(
      (pin) => this.#catalogs.get(catalogOf(pin)) === 'pg_database',
    )
    if (!isDatabase && !this.#model.othersOwn) return false
    const [[facts = {}] = []] = await send(serverFactsQuery(this.#session.facts.major))
    const isChanged = facts['migratingRole'] !== this.#facts['migratingRole']
    this.#facts = facts
    return isChanged
  }

  #databaseFrom(facts: Row): StepChange['database'] {
    const [before, after] = [facts, this.#facts].map(
      (row) => serverFactsOf(row, this.#session.facts).database,
    )
    return Object.keys(after ?? {}).flatMap((name) => {
      const [was = null, is = null] = [before?.[name], after?.[name]]
      return was === is ? [] : [{ name, before: was, after: is }]
    })
  }

  /** What no kind reads, and Postgres's own. */
  async #otherThings(
    send: Send,
    touched: Touched,
    before: ReadonlyMap<string, Placement>,
    after: ReadonlyMap<string, Placement>,
  ): Promise<boolean> {
    if (this.#model.unreadable > 0) return true
    const placed = new Set([...before.values(), ...after.values()].map(({ pin }) => wholeOf(pin)))
    const isTold = (pin: Pin): boolean => placed.has(wholeOf(pin))
    const own = [...touched.objects.keys()].filter((pin) => isPostgresOwn(pin) && !isTold(pin))
    if (own.length > 0) return true
    const made = [...touched.objects].flatMap(([pin, touch]) =>
      touch === 'gone' || isTold(pin) ? [] : [oidOf(pin)],
    )
    if (made.length === 0) return false
    const [row] = await this.#execute(
      send,
      'objects',
      () =>
        pinsQuery(
          `select o.* from (${objectQueries(this.#session.facts.major).join('\n union all ')}) o where o.objid = any ($1)`,
        ),
      'oid[]',
      [`{${made.join(',')}}`],
    )
    return pinsIn(row).some(
      (pin) => this.#model.edges.standsFor(pin, this.#model.claimed).length === 0,
    )
  }

  async #execute(
    send: Send,
    name: string,
    sql: () => string,
    types: string,
    values: readonly string[],
  ): Promise<Row[]> {
    const statement = `rebaseline_${name}`
    if (!this.#prepared.has(statement)) {
      await send(`prepare ${statement} (${types}) as ${sql()}`)
      this.#prepared.add(statement)
    }
    const [rows = []] = await send(`execute ${statement} (${values.map(literal).join(', ')})`)
    return rows
  }

  /** Kinds whose rows are other ones than those that are known; Postgres reads all of them, and gives two numbers for each kind. */
  async #otherKinds(send: Send): Promise<KindModule[]> {
    const { major } = this.#session.facts
    const modules = Object.values(kinds)
    const answers = await send(modules.map((module) => digestRead(module, major)).join(';'))
    return modules.filter((module, place) => {
      const { rows, hashes } = this.#model.digestOf(module)
      const [found] = answers[place] ?? []
      return found?.['rows'] !== String(rows) || (found['hashes'] ?? '0') !== String(hashes)
    })
  }

  /** Reads everything, and holds it against what is known of it; throws `Misread`. */
  async #check(send: Send): Promise<void> {
    const known = new Map(this.#model.placed)
    const { migratingRole } = this.#facts
    await this.#readAround(send)
    const isSameRole = migratingRole === this.#facts['migratingRole']
    const others = isSameRole ? await this.#otherKinds(send) : Object.values(kinds)
    this.#patch(await this.#readKinds(send, others), undefined)
    this.#model.placeAll(this.#pins)
    const found = this.#model.placed
    for (const identity of new Set([...known.keys(), ...found.keys()])) {
      const [was, is] = [known.get(identity)?.object, found.get(identity)?.object]
      if (isSameObject(was, is)) continue
      const object = is ?? was
      throw new Misread(
        `${object ? describeAddress(object.address) : identity} is ${is ? textOf(is) : 'not there'}, and was taken for ${was ? textOf(was) : 'not there'}`,
      )
    }
  }
}

/** Catalogs grow from step to step: what was planned while they were small would read them whole for ever. */
const FOR_FEW = 'set local enable_seqscan = off'
const FOR_MANY = 'set local enable_seqscan = on'

const CATALOGS = `select c.oid::text as oid, c.relname::text as name from pg_catalog.pg_class c
  where c.relnamespace = 'pg_catalog'::pg_catalog.regnamespace and c.relkind = 'r'`

const MOMENT = `select ${NEXT_TRANSACTION} as next`

/** Most are the same but for the object around them. */
const isSameObject = (was: StepObject | undefined, is: StepObject | undefined): boolean =>
  was?.attributes === is?.attributes && was?.address === is?.address
    ? was?.kind === is?.kind && was?.key === is?.key && was?.parent === is?.parent
    : isDeepStrictEqual(was, is)

const textOf = (object: StepObject | undefined): string | undefined =>
  object && JSON.stringify([object.kind, object.key, object.parent, object.attributes])

/** What others may be printed with: columns of relations that stood already, and what has another name. */
const calledOtherwise = ({ objects, columns }: Touched): Pin[] => [
  ...[...objects].flatMap(([pin, touch]) => (touch === 'renamed' ? [pin] : [])),
  ...columns.filter((pin) => objects.get(wholeOf(pin)) !== 'new'),
]

const writtenBy = (
  { objects, columns }: Touched,
  edges: Edges,
  claimed: ReadonlyMap<Pin, string>,
): Set<Pin> =>
  new Set([...objects.keys(), ...columns].flatMap((pin) => edges.standsFor(pin, claimed)))

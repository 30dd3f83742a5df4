import type {
  MigrationHistory,
  NoEffectReason,
  Notice,
  Sent,
  SentStatement,
} from '../../shared/history.ts'
import { isAllSeen } from './all-seen.ts'
import type { Standing } from './standing.ts'
import { sqlPieces } from '../postgres/sql-pieces.ts'
import { isWhollyKnown } from './words.ts'

type NoEffect = NonNullable<MigrationHistory['noEffect']>

/** Why a migration left every object and every row as it was; null where it did not, or that is not certain. */
export function noEffectOf(
  { sent, effects }: Pick<MigrationHistory, 'sent' | 'effects'>,
  standing: Standing,
): NoEffect | null {
  if (!effects || effects.more || effects.objects.length > 0) return null
  const { rows } = effects
  if (!isWhollyKnown(rows) || rows.tables.some(isTouched)) return null
  if (leavesSomethingElse(sent) || takesBackSettings(sent, standing)) return null
  if (sent.statements.some((each) => mayRunMore(each, standing))) return null
  return (
    noStatement(sent) ??
    failedInside(sent) ??
    noticed(sent, 'already-there', isAlreadyThere) ??
    noticed(sent, 'nothing-to-drop', isNothingToDrop) ??
    noRows(sent) ??
    readsOnly(sent) ??
    undone(sent) ?? { reason: 'not-known', evidence: firstTexts(sent) }
  )
}

const isTouched = ({
  inserted,
  updated,
  deleted,
  written = 0,
  truncated,
}: NonNullable<MigrationHistory['effects']>['rows']['tables'][number]): boolean =>
  [inserted, updated, deleted, written].some((count) => (count ?? 0) > 0) || truncated === true

/** What neither objects nor rows of tables show: where sequences stand, what materialized views and large objects hold, what is of the whole server or stays in the session. */
const ELSEWHERE =
  /^(?:REFRESH|ALTER SEQUENCE|TRUNCATE|(?:CREATE|ALTER|DROP|GRANT|REVOKE) (?:ROLE|DATABASE|TABLESPACE)|ALTER (?:SYSTEM|LARGE OBJECT)|REASSIGN OWNED|DROP OWNED|CLUSTER|VACUUM|ANALYZE|REINDEX|CALL|NOTIFY|DISCARD|COPY|EXECUTE|IMPORT|PREPARE|DECLARE|LISTEN)/
const ELSEWHERE_BY_NAME =
  /\b(?:setval|nextval|lo_\w+|pg_temp\w*|pg_notify|dblink\w*|restart|refresh|create_hypertable|cron)\b|\bon\s+(?:role|database|tablespace|parameter|large\s+object)\b|\b(?:create|into|local)\s+temp(?:orary)?\b/i

const leavesSomethingElse = (sent: Sent): boolean =>
  (sent.leftSettings?.length ?? 1) > 0 ||
  sent.results.some(({ command }) => ELSEWHERE.test(command)) ||
  sent.statements.some(mayLeaveSomethingElse) ||
  !isAllSeen(sent)

/** What it sets back is no longer as an earlier migration left it, and no setting that it leaves. */
const takesBackSettings = ({ results }: Sent, { hasSettings }: Standing): boolean =>
  hasSettings && results.some(({ command }) => command === 'SET' || command === 'RESET')

/** What a view calls, or a trigger or a rule does, may be anything, also where no row is changed in the end. */
const mayRunMore = ({ sql, results, failed }: SentStatement, standing: Standing): boolean =>
  (failed !== null ||
    results.length === 0 ||
    results.some(({ command }) => RUNNING.has(command) || OF_ROWS.has(command))) &&
  standing.mayRunMore(sql)

const RUNNING: ReadonlySet<string> = new Set(['SELECT', 'EXPLAIN', 'DO'])

const mayLeaveSomethingElse = (statement: SentStatement): boolean =>
  ELSEWHERE_BY_NAME.test(statement.sql) ||
  (maySelect(statement) && !callsOnlyReading(statement.sql)) ||
  mayTakeNumber(statement) ||
  mayDoAnything(statement)

/** A row that is not inserted after all has taken the next number of a sequence. */
const mayTakeNumber = ({ sql, results, failed }: SentStatement): boolean =>
  failed
    ? /\b(?:insert|merge|copy)\b/i.test(sql)
    : results.some(
        ({ command, rows }) =>
          command === 'INSERT' && (rows !== 0 || /\bon\s+conflict\b|\bvalues\s*\(/i.test(sql)),
      )

/** Of what a block does only what it names is known. */
const mayDoAnything = ({ sql, results }: SentStatement): boolean =>
  results.some(({ command }) => command === 'DO') &&
  (/\b(?:insert|merge|copy|call|perform|execute|language|role|user|group|grant|revoke|owned|analyze|truncate|exception)\b/i.test(
    sql,
  ) ||
    !callsOnlyReading(sql))

function noStatement({ count, statements }: Sent): NoEffect | null {
  if (count === 0) {
    return {
      reason: 'no-statement',
      evidence: 'what it sends by another driver than pg is not seen',
    }
  }
  return statements.every(({ sql }) => saysNothing(sql))
    ? { reason: 'no-statement', evidence: 'what it sends is empty, or holds comments only' }
    : null
}

const saysNothing = (sql: string): boolean =>
  sqlPieces(sql).every(({ is, text }) => is === 'comment' || is === 'space' || text === ';')

function failedInside({ failures, statements }: Sent): NoEffect | null {
  if (failures === 0) return null
  const first = statements.find(({ failed }) => failed !== null)
  const said = first?.failed
    ? `${quoted(first.sql)} failed: ${first.failed.message}`
    : `${failures} of its statements failed`
  return { reason: 'failed-inside', evidence: said }
}

/** duplicate_table, duplicate_column, duplicate_schema, duplicate_object, duplicate_function */
const ALREADY_THERE: ReadonlySet<string> = new Set(['42P07', '42701', '42P06', '42710', '42723'])

const isAlreadyThere = ({ code }: Notice): boolean => ALREADY_THERE.has(code)

/** Whether Postgres says that it passes over something, by IF EXISTS or IF NOT EXISTS. */
export const isSkipped = (notice: Notice): boolean =>
  isAlreadyThere(notice) || isNothingToDrop(notice)

/** It has no code of its own. */
const isNothingToDrop = ({ code, message }: Notice): boolean =>
  code === '00000' && message.endsWith('does not exist, skipping')

const MOST_SHOWN = 3

function noticed(
  { notices }: Sent,
  reason: NoEffectReason,
  isMeant: (notice: Notice) => boolean,
): NoEffect | null {
  const found = [...new Set(notices.filter(isMeant).map(({ message }) => message))]
  if (found.length === 0) return null
  const more = found.length - MOST_SHOWN
  const shown = found.slice(0, MOST_SHOWN).join('; ')
  return { reason, evidence: more > 0 ? `${shown}; and ${more} more` : shown }
}

const OF_ROWS: ReadonlySet<string> = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE'])

/** Nothing that it sends to change rows finds any. */
function noRows({ results }: Sent): NoEffect | null {
  const changing = results.filter(({ command }) => OF_ROWS.has(command))
  if (changing.length === 0 || changing.some(({ rows }) => rows !== 0)) return null
  if (!results.every(({ command }) => OF_ROWS.has(command) || READING.has(command))) return null
  const said = changing.map(({ command, times }) =>
    times === 1 ? command : `${times} × ${command}`,
  )
  return { reason: 'no-rows', evidence: `${said.join(', ')}: 0 rows` }
}

const LOOKING: ReadonlySet<string> = new Set(['SELECT', 'SHOW', 'EXPLAIN'])
const READING: ReadonlySet<string> = new Set([
  ...LOOKING,
  'SET',
  'RESET',
  'BEGIN',
  'START TRANSACTION',
  'COMMIT',
  'SAVEPOINT',
  'RELEASE',
  'LOCK TABLE',
])

const readsOnly = (sent: Sent): NoEffect | null =>
  sent.results.some(({ command }) => LOOKING.has(command)) &&
  sent.results.every(({ command }) => READING.has(command))
    ? { reason: 'reads-only', evidence: firstTexts(sent) }
    : null

/** What failed may have been one, or what came back was not seen. */
const maySelect = ({ sql, results }: SentStatement): boolean =>
  results.length === 0
    ? /\bselect\b/i.test(sql)
    : results.some(({ command }) => command === 'SELECT' || command === 'EXPLAIN')

/** Any other function may do more than read, such as move a sequence. Of Postgres's own functions those that people look with, and what else stands before a parenthesis. */
const READING_CALLS: ReadonlySet<string> = new Set(
  `abs all and any array array_agg array_length as avg between bool_and bool_or by case cast ceil char_length coalesce concat concat_ws
  count current_database current_schema current_schemas current_setting date_part date_trunc distinct else elsif exists extract filter floor
  format format_type from greatest having if in int4 int8 is json_agg json_build_object jsonb_agg jsonb_build_object join lateral least left
  length like limit lower max md5 min not now nullif numeric obj_description octet_length on or over partition pg_backend_pid
  pg_get_constraintdef pg_get_expr pg_get_function_identity_arguments pg_get_functiondef pg_get_indexdef pg_get_serial_sequence
  pg_get_triggerdef pg_get_viewdef pg_relation_size pg_size_pretty pg_table_is_visible pg_total_relation_size pg_typeof position
  quote_ident quote_literal rank replace right round row row_number select some split_part string_agg strpos substring substr sum then
  timestamp timestamptz to_char to_jsonb to_json to_regclass to_regproc to_regtype trim unnest upper using values varchar version when
  where while with within`.split(/\s+/),
)

const CALL = /(?:([\p{L}\p{N}_$"]+)\s*\.\s*)?([\p{L}\p{N}_$"]+)\s*\(/gu

const callsOnlyReading = (sql: string): boolean =>
  [...sql.matchAll(CALL)].every(
    ([, schema = 'pg_catalog', name = '']) =>
      schema.toLowerCase() === 'pg_catalog' && READING_CALLS.has(name.toLowerCase()),
  )

/** It rolls back itself, or makes and drops again. */
function undone({ results }: Sent): NoEffect | null {
  const commands = results.map(({ command }) => command)
  const back = commands.find((command) => command === 'ROLLBACK' || command.startsWith('DROP '))
  const forth = commands.find((command) =>
    back === 'ROLLBACK' ? command !== back : command === back?.replace('DROP', 'CREATE'),
  )
  return back === undefined || forth === undefined
    ? null
    : { reason: 'undone-in-itself', evidence: `${forth}, then ${back}` }
}

function firstTexts({ statements, count }: Sent): string {
  const first = statements[0]
  if (!first) return `${count} statements`
  return count === 1 ? quoted(first.sql) : `${quoted(first.sql)} and ${count - 1} more`
}

const LONGEST = 160

/** One line of it. */
function quoted(sql: string): string {
  const line = sql.replace(/\s+/g, ' ').trim()
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line
}

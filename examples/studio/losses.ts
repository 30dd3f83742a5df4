import type { Change, DifferenceClass } from '../../shared/finding.ts'
import type { FindingKind } from '../../shared/kinds.ts'

/** One difference that a comparison must find. */
export interface Loss {
  readonly class: DifferenceClass
  readonly kind: FindingKind
  readonly change: Change
  /** The names of the old side's address, joined by dots; the rebuilt side's where it was added. */
  readonly name: string
  /** The attributes that differ, all of them; for rows, the columns. */
  readonly attributes?: readonly string[]
}

const missing = (kind: FindingKind, ...names: readonly string[]): readonly Loss[] =>
  names.map((name) => ({ class: 'structural', kind, change: 'missing', name }))

const changed = (kind: FindingKind, name: string, ...attributes: readonly string[]): Loss => ({
  class: 'structural',
  kind,
  change: 'changed',
  name,
  attributes,
})

/** Everything `baseline-by-hand` lost, one entry for each object and class; what falls with a missing object isn't repeated. */
export const LOSSES: readonly Loss[] = [
  ...missing('extension', 'pgcrypto'),
  changed('enum', 'public.studio_status', 'labels'),
  changed('enum', 'public.task_state', 'labels'),
  changed('composite', 'public.postal_address', 'columns'),
  changed('range', 'public.time_range', 'subtypeDiff'),
  ...missing('sequence', 'public.export_number_seq'),

  ...missing('function', 'public.record_artwork_status', 'public.refuse_truncate'),
  changed('function', 'public.slugify', 'strict', 'parallel'),
  changed('function', 'public.write_audit_log', 'securityDefiner', 'config'),
  ...missing('procedure', 'public.close_stale_tasks'),
  ...missing('aggregate', 'public.product'),

  ...missing('table', 'public.events_rest'),
  changed('table', 'public.sessions', 'persistence', 'options'),
  changed('table', 'public.submissions', 'forceRowSecurity'),

  ...missing('column', 'public.engagements.ip'),
  changed('column', 'public.artists.display_name', 'type'),
  changed('column', 'public.artworks.description', 'storage'),
  changed('column', 'public.form_fields.required', 'notNull'),
  changed('column', 'public.mail_messages.attempts', 'type'),
  changed('column', 'public.mail_templates.subject', 'type'),
  changed('column', 'public.polls.id', 'identity'),
  changed('column', 'public.tags.color', 'collation'),
  changed('column', 'public.tags.id', 'identityStart', 'identityIncrement'),
  {
    class: 'order',
    kind: 'table',
    change: 'changed',
    name: 'public.forms',
    attributes: ['order'],
  },

  // a generated column's expression stands where others have their default
  ...missing('default', 'public.editions.gross_price', 'public.export_jobs.number'),
  changed('default', 'public.users.locale', 'expression'),

  ...missing(
    'constraint',
    'public.amount', // a domain's constraint is addressed by the domain; its own name is an argument
    'public.artworks.artworks_size_check',
    'public.bookings.bookings_no_overlap',
    'public.editions.editions_paper_check',
    'public.events.events_actor_fk',
    'public.import_mappings.import_mappings_source_from_key',
  ),
  changed('constraint', 'public.artworks.artworks_current_version_fk', 'deferrable', 'deferred'),
  changed('constraint', 'public.submissions.submissions_form_id_fkey', 'onDelete'),
  changed('constraint', 'public.users.users_name_not_blank', 'validated'),
  {
    class: 'name',
    kind: 'constraint',
    change: 'renamed',
    name: 'public.poll_votes.poll_votes_pk',
  },

  ...missing('index', 'public.import_jobs_one_running'),
  {
    class: 'structural',
    kind: 'index',
    change: 'added',
    name: 'public.import_mappings_source_from_idx',
  },
  changed('index', 'public.comments_one_pin_per_task', 'unique'),
  changed('index', 'public.comments_task_id_idx', 'include'),
  changed('index', 'public.helper_instances_one_active', 'predicate'),
  changed('index', 'public.helper_runs_ran_at_brin', 'options'),
  changed('index', 'public.submissions_meta_idx', 'method', 'columns'),
  changed('index', 'public.tasks_due_idx', 'columns'),
  { class: 'name', kind: 'index', change: 'renamed', name: 'public.engagements_artwork_at_idx' },

  ...missing('view', 'reports.task_load'),
  changed('view', 'public.public_gallery', 'securityBarrier'),
  ...missing('rule', 'public.audit_log.audit_log_no_update'),
  ...missing(
    'trigger',
    'public.artwork_status_history.artwork_status_history_no_truncate',
    'public.artworks.artworks_status_changed',
    'public.settings.settings_audit',
    'public.teams.teams_set_updated_at',
  ),
  changed('trigger', 'public.import_rows.import_rows_notify', 'enabled'),
  ...missing('policy', 'public.submissions.submissions_hide_withdrawn'),
  changed('policy', 'public.submissions.submissions_own', 'check'),

  {
    class: 'comment',
    kind: 'comment',
    change: 'changed',
    name: 'public.artworks',
    attributes: ['text'],
  },
  { class: 'comment', kind: 'comment', change: 'missing', name: 'public.settings.value' },
  { class: 'privilege', kind: 'privilege', change: 'missing', name: 'public.open_forms' },

  ...missing(
    'rows',
    'public.audit_log',
    'public.event_types',
    'public.import_mappings',
    'public.mail_templates',
    'public.notes', // two rows are equal, and one was taken for a mistake
    'public.studio_hours',
  ),
  changed('rows', 'public.materials', 'name'),
  changed('rows', 'public.settings', 'value'),
  changed('sequence-state', 'public.audit_log_id_seq', 'lastValue', 'isCalled'),
  changed('sequence-state', 'public.materials_id_seq', 'lastValue', 'isCalled'),
]

const volatileRows = (name: string, ...attributes: readonly string[]): Loss => ({
  class: 'volatile',
  kind: 'rows',
  change: 'changed',
  name,
  attributes,
})

/**
 * What differs between any two builds of `migrations` as well, so that nothing is lost by it. Against the hand-made
 * baseline the rows of a table that also lost some are one finding, the loss.
 */
export const VOLATILE: readonly Loss[] = [
  {
    class: 'volatile',
    kind: 'default',
    change: 'changed',
    name: 'public.users.terms_accepted_at',
    attributes: ['expression'],
  },
  volatileRows('public.audit_log', 'old_row', 'new_row', 'at'),
  volatileRows('public.form_fields', 'id', 'form_id'),
  volatileRows('public.forms', 'id', 'created_at'),
  volatileRows('public.helper_instances', 'token', 'started_at'),
  volatileRows('public.import_mappings', 'id'),
  volatileRows('public.mail_templates', 'updated_at'),
  volatileRows('public.materials', 'updated_at'),
  volatileRows('public.roles', 'id', 'created_at', 'updated_at'),
  volatileRows('public.rooms', 'created_at'),
  volatileRows('public.studios', 'created_at'),
  volatileRows('public.team_members', 'joined_at'),
  volatileRows('public.teams', 'created_at'),
  volatileRows('public.user_roles', 'role_id', 'granted_at'),
  volatileRows('public.users', 'created_at', 'terms_accepted_at'),
]

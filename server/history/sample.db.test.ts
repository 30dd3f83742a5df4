import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { workspaceOn } from '../corpus/check-case.ts'
import { DEFAULT_LEDGER } from '../catalog/fragments.ts'
import { openOldSide } from '../proof/old-side.ts'
import { keyOf } from '../../shared/model.ts'
import { categoriesOf, categoryTable } from '../../shared/categories.ts'
import { testServer } from '../testing/postgres.ts'

/** What stands in examples/studio/README.md, and nothing else. */
const PLANTED: readonly string[] = [
  'gap | 013 is missing, between 012_create_legacy_inventory and 014_create_comments',
  'gap | 015 is missing, between 014_create_comments and 016_create_settings',
  'gap | 017 to 018 are missing, between 016_create_settings and 019_drop_legacy_inventory',
  'gap | 022 is missing, between 021_user_soft_delete and 023_create_materials',
  'gap | 037 is missing, between 036_create_helper_instances and 038_views',
  'no-effect 006_permissions',
  'no-effect 054_backfill_current_version',
  'created-then-dropped 012_create_legacy_inventory 019_drop_legacy_inventory',
  'created-then-dropped 047_create_beta_waitlist 049_drop_beta_waitlist',
  'renamed 020_rename_spaces_to_rooms: public.spaces, public.rooms',
  'renamed 020_rename_spaces_to_rooms: public.workbenches.space_id, public.workbenches.room_id',
  'renamed 039_task_states: public.task_state',
  'renamed 046_current_version: public.artwork_versions, public.versions',
  'renamed 048_rename_columns: public.artworks.headline, public.artworks.title',
  'renamed 048_rename_columns: public.materials.family, public.materials.category',
  'patch 021_user_soft_delete',
  'patch 033_fix_missing_indexes',
  'patch 051_forgotten_constraints',
  'patch 056_tuning',
  'data-renamed 035_rename_labels',
  'environment 028_artwork_search',
  'frozen-default 021_user_soft_delete: public.users.terms_accepted_at',
]

const SORTED: Readonly<Record<string, readonly string[]>> = {
  'New tables': [
    '001_create_users',
    '002_create_teams',
    '003_create_roles',
    '005_create_studios',
    '007_create_spaces',
    '008_create_artworks',
    '009_create_editions',
    '010_create_artwork_versions',
    '011_create_tasks',
    '012_create_legacy_inventory',
    '014_create_comments',
    '016_create_settings',
    '023_create_materials',
    '024_create_tags',
    '025_create_events',
    '026_audit_log',
    '027_create_imports',
    '029_create_forms',
    '030_create_submissions',
    '031_create_polls',
    '032_create_exports',
    '034_create_mail',
    '036_create_helper_instances',
    '040_create_engagements',
    '041_create_price_list',
    '042_create_bookings',
    '043_create_notes',
    '044_reports',
    '045_artwork_status_history',
    '047_create_beta_waitlist',
    '052_create_sessions',
    '053_studio_hours',
  ],
  'Changes to tables': [
    '019_drop_legacy_inventory',
    '020_rename_spaces_to_rooms',
    '028_artwork_search',
    '046_current_version',
    '048_rename_columns',
    '049_drop_beta_waitlist',
  ],
  'Functions and triggers': ['004_updated_at', '050_helper_functions'],
  Data: ['035_rename_labels'],
  'Other objects': ['038_views', '039_task_states', '055_comments_and_grants'],
  Patches: [
    '021_user_soft_delete',
    '033_fix_missing_indexes',
    '051_forgotten_constraints',
    '056_tuning',
  ],
  'No effect': ['006_permissions', '054_backfill_current_version'],
}

test('everything that is planted in the sample is found, and nothing else', async () => {
  const { history, model } = await openOldSide(
    workspaceOn(testServer(18)),
    {
      from: 'migrations',
      folder: fileURLToPath(new URL('../../examples/studio/migrations', import.meta.url)),
      effects: 'told',
      trials: 'made',
    },
    DEFAULT_LEDGER,
    'all',
  )
  const said = history?.findings.map(({ kind, migrations, objects, text }) => {
    const names = objects.map((address) => address.names.join('.')).join(', ')
    if (kind === 'gap') return `gap | ${text}`
    if (kind === 'renamed' || kind === 'frozen-default')
      return `${kind} ${migrations.join(' ')}: ${names}`
    // Whose work it mends is another question.
    return `${kind} ${kind === 'patch' ? migrations.at(-1) : migrations.join(' ')}`
  })
  expect(said).toEqual(PLANTED)
  expect(
    history?.migrations.flatMap(({ name, noEffect }) =>
      noEffect ? [[name, noEffect.reason]] : [],
    ),
  ).toEqual([
    ['006_permissions', 'no-statement'],
    ['054_backfill_current_version', 'no-rows'],
  ])
  const { categories } = categoryTable(history ? categoriesOf(history) : [])
  expect(
    Object.fromEntries(categories.map(({ title, migrations }) => [title, migrations])),
  ).toEqual(SORTED)
  expect(history?.ways).toMatchObject({
    replay: { transactions: 'per-migration', refused: [] },
    plain: { transactions: 'per-run', refused: [] },
  })

  const known = new Map(history?.provenance.map((each) => [keyOf(each.address), each]))
  const ofNobody = [...model.objects.values()].filter(({ key }) => !known.get(key)?.created)
  expect(ofNobody.map(({ kind, address }) => `${kind} ${address.names.join('.')}`)).toEqual([
    // What every database starts with.
    'schema public',
    'extension plpgsql',
    'comment public',
    'owner public',
    'privilege public',
  ])
})

import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { workspaceOn } from '../corpus/check-case.ts'
import { DEFAULT_LEDGER } from '../catalog/fragments.ts'
import { openOldSide } from '../proof/old-side.ts'
import { keyOf } from '../../shared/model.ts'
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

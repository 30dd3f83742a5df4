import { randomBytes, randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'

// The rows the application can't start without.
export async function up(db: Kysely<any>): Promise<void> {
  await people(db)
  await studio(db)
  await texts(db)
  await lists(db)
  await sql`refresh materialized view reports.material_families`.execute(db)
}

async function people(db: Kysely<any>): Promise<void> {
  await db
    .insertInto('users')
    .values({ id: 1, email: 'house@studio.example', full_name: 'The House', locale: 'en' })
    .execute()
  await sql`alter sequence users_id_seq restart with 100`.execute(db)

  await db
    .insertInto('teams')
    .values([{ name: 'House' }, { name: 'Guests', color: '#b5651d' }])
    .execute()
  await db.insertInto('team_members').values({ team_id: 1, user_id: 1 }).execute()

  const owner = randomUUID()
  await db
    .insertInto('roles')
    .values([
      { id: owner, key: 'owner', label: 'Owner', rank: 100, updated_at: null },
      { id: randomUUID(), key: 'curator', label: 'Curator', rank: 50, updated_at: null },
      { id: randomUUID(), key: 'artist', label: 'Artist', rank: 20, updated_at: null },
      { id: randomUUID(), key: 'visitor', label: 'Visitor', rank: 1, updated_at: new Date() },
    ])
    .execute()
  await db.insertInto('user_roles').values({ user_id: 1, role_id: owner }).execute()
}

async function studio(db: Kysely<any>): Promise<void> {
  await sql`
    insert into studios (slug, name, status, address, opened_on)
    values ('north-light', 'North Light', 'open', row('3, Kiln Lane', 'Harbour "Old" Town', 'HB1 2AA'), '2021-03-01')
  `.execute(db)
  await db
    .insertInto('rooms')
    .values([
      { studio_id: 1, name: 'Print shop', floor: 0, area: '64.50' },
      { studio_id: 1, name: 'Attic', floor: 3, area: '28.25' },
    ])
    .execute()
  await db
    .insertInto('workbenches')
    .values([
      { room_id: 1, label: 'Press 1', equipment: ['etching press', 'hot plate'] },
      { room_id: 1, label: 'Press 2', equipment: ['letterpress', '{type cases}'] },
      { room_id: 2, label: 'Easel', equipment: [] },
    ])
    .execute()
  await db
    .insertInto('notes')
    .values([
      { body: 'Bring your own apron', room_id: 1, written_on: '2023-04-01' },
      { body: 'Mind the step', room_id: 2, written_on: '2023-04-02' },
    ])
    .execute()
  await db
    .insertInto('private_notes')
    .values({ body: '', written_on: '2023-04-03', author_id: 1 })
    .execute()
}

async function texts(db: Kysely<any>): Promise<void> {
  await db
    .insertInto('settings')
    .values([
      { key: 'site.title', value: 'North Light, a studio for prints', hint: null },
      {
        key: 'site.footer',
        value: 'First line\nSecond line\r\n\tThird, indented',
        hint: 'Plain text',
      },
      { key: 'import.path', value: 'C:\new\temp\\', hint: 'Backslashes matter \\o/' },
      { key: 'mail.greeting', value: 'Hello ${name}, `${team}` says hi', hint: 'Use ${name}' },
      { key: 'mail.signature', value: '— Zoë & the presses 🎨🖼️', hint: '' },
      { key: 'legal.notice', value: "*/ it's -- not a comment; $$ nor $1 %s", hint: null },
      { key: 'audit.keep_days', value: '365', hint: 'Days' },
    ])
    .execute()
  await db
    .insertInto('settings')
    .values({
      key: 'gallery.order',
      value: 'newest',
      options:
        '{"choices": ["newest", "oldest", "price"], "nested": {"depth": 1.50, "none": null}}',
    })
    .execute()

  await db
    .insertInto('mail_templates')
    .values([
      {
        key: 'welcome',
        subject: 'Welcome, {{name}} 👋',
        body: 'Dear {{name}},\n\nyour bench is ready. It\'s "yours" until {{until}}.\n\n--\n{{studio}} · {{address}}\n',
        variables: ['name', 'until', 'studio', 'address'],
      },
      {
        key: 'residency-accepted',
        subject: 'Your residency',
        body: '<p style="color:\'#333\'">Yes!</p>\r\n<!-- ${not_a_variable} \\n stays -->',
        variables: ['name'],
      },
    ])
    .execute()
  await sql`select setval('mail_templates_id_seq', 3)`.execute(db)

  const forms = await db
    .insertInto('forms')
    .values([
      { slug: 'residency', title: 'Residency application', created_by: 1 },
      { slug: 'contact', title: 'Write to us', intro: 'We answer\nwithin a week.' },
    ])
    .returning('id')
    .execute()
  const [residency, contact] = forms.map((form) => form.id)
  await db
    .insertInto('form_fields')
    .values([
      { form_id: residency, position: 1, name: 'statement', kind: 'long-text', required: true },
      { form_id: residency, position: 2, name: 'months', kind: 'number', required: true },
      {
        form_id: residency,
        position: 3,
        name: 'technique',
        kind: 'choice',
        choices: ['etching', 'letterpress, small', 'other "special"', ''],
      },
      { form_id: contact, position: 1, name: 'message', kind: 'long-text', required: true },
    ])
    .execute()
}

async function lists(db: Kysely<any>): Promise<void> {
  await sql`
    insert into materials (id, name, category, toxic, density, swatches) values
      (1, 'Linseed oil', 'paint', false, 0.93, '{}'),
      (2, 'Lead white', 'paint', true, 6.7, '{#f5f3ea}'),
      (3, 'Rag paper', 'paper', false, null, '{#ffffff,#f0ead6}'),
      (4, 'Copper plate', 'metal', false, 8.96, '{#b87333}'),
      (5, 'Stoneware', 'clay', false, 2.3, '{}'),
      (6, 'Turps', 'solvent', true, 0.87, '{}')
  `.execute(db)
  await sql`update materials set updated_at = now() where id = 6`.execute(db)
  await sql`select setval('materials_id_seq', (select max(id) from materials))`.execute(db)

  await db
    .insertInto('tags')
    .values([
      { id: 1, name: 'Unsorted' },
      { id: 1000, name: 'Etching' },
      { id: 1010, name: 'Aquatint' },
      { id: 1020, name: 'Intaglio', synonym_of: 'etching' },
    ])
    .execute()
  await sql`select setval('tags_id_seq', 1020)`.execute(db)

  await db
    .insertInto('event_types')
    .values([
      { key: 'artwork.sold', label: 'Artwork sold', keep_for: '10 years' },
      { key: 'studio.opened', label: 'Studio opened', keep_for: '100 years' },
    ])
    .execute()
  await sql`insert into events (type_key, studio_id, payload, occurred_at)
    values ('studio.opened', 1, '{"by": "house"}', '2023-05-06 10:00+00')`.execute(db)

  await sql`
    insert into export_templates (id, name, format, columns, margins_mm, logo) values
      (1, 'Catalogue', 'pdf', '{title,artist,"size, in cm"}', '{20.0,15.5,20.0,15.5}', '\\x89504e470d0a1a0a00ff'),
      (2, 'Price list', 'csv', '{title,gross_price}', null, null),
      (3, 'Insurance', 'xlsx', '{title,gross_price,room}', null, '\\x')
  `.execute(db)

  await db
    .insertInto('engagement_kinds')
    .values([
      { id: 1, name: 'view', points: 0.1 },
      { id: 2, name: 'like', points: 1 },
      { id: 3, name: 'enquiry', points: 12.5 },
    ])
    .execute()

  await sql`
    insert into price_list (id, item, amount, currency, factor, valid, quantities) values
      (1, 'bench, day', 18.00, 'EUR', 1.0, '[2022-01-01,2023-01-01)', null),
      (2, 'bench, day', 19.50, 'EUR', 1.0, '[2023-01-01,)', '[1,5)'),
      (3, 'bench, day', 17.50, 'EUR', 0.95000, '[2023-01-01,)', '[5,)'),
      (4, 'storage, month', 40, 'CHF', 0.001, '(,)', 'empty')
  `.execute(db)

  const token = randomBytes(16).toString('hex')
  await db
    .insertInto('helper_instances')
    .values([
      { kind: 'mailer', version: 2, token },
      { kind: 'importer', token },
    ])
    .execute()
  await sql`select setval('helper_instances_id_seq', 3)`.execute(db)
}

export async function down(): Promise<void> {
  throw new Error('There is nothing before the baseline')
}

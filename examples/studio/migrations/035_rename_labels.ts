import type { Kysely } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await db.updateTable('roles').set({ label: 'Visitor' }).where('key', '=', 'visitor').execute()
  await db.updateTable('materials').set({ name: 'Turpentine' }).where('id', '=', 6).execute()
  await db
    .updateTable('settings')
    .set({ value: 'North Light, a studio for prints' })
    .where('key', '=', 'site.title')
    .execute()
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.updateTable('roles').set({ label: 'Guest' }).where('key', '=', 'visitor').execute()
  await db.updateTable('materials').set({ name: 'Turps' }).where('id', '=', 6).execute()
}

import type { Kysely } from 'kysely'

// Permissions became a column of roles before this was merged. The file stays because staging has it.
export async function up(_db: Kysely<any>): Promise<void> {}

export async function down(_db: Kysely<any>): Promise<void> {}

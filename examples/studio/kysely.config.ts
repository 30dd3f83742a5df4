import { Kysely, PostgresDialect } from 'kysely'
import { Pool } from 'pg'

export default {
  kysely: new Kysely<unknown>({
    dialect: new PostgresDialect({
      pool: new Pool({
        connectionString: process.env['DATABASE_URL'] ?? 'postgres://localhost/studio',
      }),
    }),
  }),
  migrations: { migrationFolder: 'migrations' },
}

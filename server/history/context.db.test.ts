import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newRunId } from '../postgres/run-id.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'
import { projectFolder } from '../testing/project-folder.ts'
import { plainBuild, replay } from './replay.ts'

const UP = `import { sql } from 'kysely'
export async function up(db: any, context: { table: string }): Promise<void> {
  await sql.raw('create table ' + context.table + ' (x int)').execute(db)
  console.log(context.table)
}`

test.each(['module', 'commonjs'])(
  'the second argument of up is what the project exports for it (%s)',
  async (type) => {
    const folder = projectFolder({
      'package.json': JSON.stringify({ type }),
      'migrations/001.ts': UP,
      'context.ts':
        "export default Promise.resolve({ table: 'by_default' })\nexport const other = { table: 'by_name' }",
    })
    const run = async (name: string, way: typeof replay = replay) =>
      way({
        folder: join(folder, 'migrations'),
        database: (await testDatabase(testServer(15))).url,
        runId: newRunId(),
        context: { file: join(folder, 'context.ts'), name },
      })
    expect((await run('default')).migrations[0]?.output).toBe('by_default\n')
    expect((await run('other', plainBuild as typeof replay)).migrations[0]?.output).toBe(
      'by_name\n',
    )
    await expect(run('absent')).rejects.toThrow(
      /context\.ts can not be loaded: it has no export absent; it has .*other/,
    )
  },
)

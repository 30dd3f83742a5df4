import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectFolder } from '../testing/project-folder.ts'
import { dumpedExtensions } from './dumped-extensions.ts'

const DUMP = (...extensions: readonly string[]): string =>
  `--\n-- PostgreSQL database dump\n--\n${extensions.map((each) => `CREATE EXTENSION IF NOT EXISTS ${each};\n`).join('')}`

test('extensions are read from dumps of the project alone: not from scripts, migrations or packages', () => {
  const folder = projectFolder({
    'db/structure.sql': DUMP('pg_trgm WITH SCHEMA public', '"uuid-ossp" WITH SCHEMA "ext ra"'),
    'schema.sql': `SELECT pg_catalog.set_config('search_path', '', false);\nCREATE EXTENSION pg_trgm;\ncreate extension citext;`,
    'notes.sql': 'create extension hstore;',
    'db/migrations/001.sql': DUMP('ltree'),
    'node_modules/a/b.sql': DUMP('cube'),
    '.old/b.sql': DUMP('cube'),
    'db/a/b/c/deep.sql': DUMP('cube'),
  })
  expect(dumpedExtensions(folder, join(folder, 'db/migrations'))).toEqual([
    { name: 'pg_trgm', schema: 'public', file: 'schema.sql' },
    { name: 'citext', schema: 'public', file: 'schema.sql' },
    { name: 'uuid-ossp', schema: 'ext ra', file: 'db/structure.sql' },
  ])
})

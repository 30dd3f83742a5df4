import { Type, type Static } from 'typebox'
import { closed, nullable } from './schema.ts'

/** What is known of why a folder of migrations could not be run to its end; null is: not known, or there is none. */
export const MigrationFailure = closed({
  /** The migration that ran; null where it was another step, such as loading the files. */
  name: nullable(Type.String()),
  /** As people type it: relative where it lies below the current folder. */
  file: nullable(Type.String()),
  /** Of the file, counted from 1. */
  line: nullable(Type.Integer()),
  column: nullable(Type.Integer()),
  /** One sentence: what Postgres or the migration said. */
  reason: Type.String(),
  /** SQLSTATE such as 42P01, or Node's own code. */
  code: nullable(Type.String()),
  detail: nullable(Type.String()),
  hint: nullable(Type.String()),
  statement: nullable(Type.String()),
  /** Character of the statement, counted from 1. */
  position: nullable(Type.Integer()),
  /** The last migration that was applied before it; null: none was. */
  lastGood: nullable(Type.String()),
})
export type MigrationFailure = Static<typeof MigrationFailure>

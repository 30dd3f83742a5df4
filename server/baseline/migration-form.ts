import type { ChosenNames } from '../../shared/domains.ts'
import { isJavaScript } from '../../shared/is-javascript.ts'

/** How the files of a baseline are written: as the folder that they come into is. */
export interface MigrationForm {
  /** With its dot. */
  readonly extension: '.ts' | '.mts' | '.cts' | '.js' | '.mjs' | '.cjs'
  readonly syntax: 'typescript' | 'module' | 'commonjs'
  /** Whether a comment above each object says which migrations made and touched it. */
  readonly origins?: boolean
  /** Domains as people named them, where the sections are by domain as well as by kind. */
  readonly domains?: ChosenNames
}

/** Where no folder says otherwise. */
export const TYPESCRIPT: MigrationForm = { extension: '.ts', syntax: 'typescript' }

export type Language = 'TypeScript' | 'JavaScript'

/** What a file of migrations is written in, by its name or its extension. */
export const languageOf = (file: string): Language =>
  isJavaScript(file) ? 'JavaScript' : 'TypeScript'

/** A type where the language has types. */
export const typed = ({ syntax }: MigrationForm, type: string): string =>
  syntax === 'typescript' ? type : ''

interface Frame {
  readonly imports: string
  readonly up: string
  readonly down: string
}

const FRAMES: Readonly<Record<MigrationForm['syntax'], Frame>> = {
  typescript: {
    imports: "import { type Kysely, sql } from 'kysely'",
    up: 'export async function up(db: Kysely<any>): Promise<void> {',
    down: 'export async function down(): Promise<void> {',
  },
  module: {
    imports: "import { sql } from 'kysely'",
    up: 'export async function up(db) {',
    down: 'export async function down() {',
  },
  commonjs: {
    imports: "const { sql } = require('kysely')",
    up: 'exports.up = async function up(db) {',
    down: 'exports.down = async function down() {',
  },
}

/** The lines of a migration that another form writes otherwise. */
export const frameOf = ({ syntax }: MigrationForm): Frame => FRAMES[syntax]

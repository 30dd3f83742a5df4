import type { MigrationFailure } from '../shared/migration-failure.ts'

/** Every error people can meet: the status a route answers with, and what usually helps. */
export const ERRORS = {
  'acknowledge-refused': {
    status: 409,
    help: 'Only acceptable differences of the last run can be acknowledged: rebaseline verify makes one and names their classes, and so does the Checklist of the page.',
  },
  'bad-request': {
    status: 400,
    help: 'Reload the page: it may be older than the server.',
  },
  'baseline-incomplete': {
    status: 409,
    help: 'Look at the findings above: mend the files by hand, then run verify.',
  },
  'baseline-sorts-late': {
    status: 409,
    help: 'Kysely runs files in the order of their names: give the baseline and the seed names that sort before every file that stays.',
  },
  'catalog-changed': {
    status: 409,
    help: 'Run it again while nobody changes the schema.',
  },
  'code-refused': {
    status: 403,
    help: 'Each link works once: go back to the tab that it opened, or start the command again for a new link.',
  },
  'codegen-failed': {
    status: 500,
    help: 'Run it by itself to see why, and mend that; or leave --codegen (codegen: true in the configuration) out: Rebaseline compares the types that it writes itself.',
  },
  'configuration-refused': {
    status: 400,
    help: 'Mend that file, or take it away and say the same on the command line.',
  },
  'database-missing': {
    status: 400,
    help: 'Check the database name at the end of the URL, or create the database first.',
  },
  'dependency-cycle': {
    status: 500,
    help: 'Break the cycle in the old schema, or report the schema: a baseline should hold it.',
  },
  'disk-full': {
    status: 507,
    help: 'Free some disk space there, or name another folder (TMPDIR for temporary files), and start again.',
  },
  'draft-changed': {
    status: 409,
    help: 'Look at both texts, and save the one that should stand from the newer one on.',
  },
  'draft-deleted': {
    status: 409,
    help: 'On the Baseline screen write it back or regenerate it, or put the file back yourself.',
  },
  'draft-not-generated': {
    status: 409,
    help: 'Start a run: it generates both texts.',
  },
  'draft-not-understood': {
    status: 409,
    help: 'Add the statements by hand, or make the draft one function `up` that awaits its statements.',
  },
  'drafts-absent': {
    status: 409,
    help: 'Start the first run: it begins the drafts.',
  },
  'env-file-refused': {
    status: 400,
    help: 'Name a file of lines NAME=value with --env-file (envFile in the configuration), or leave it out.',
  },
  'evidence-changed': {
    status: 409,
    help: 'Look at the item again, then sign it.',
  },
  'export-changed': {
    status: 409,
    help: 'Look at the plan again, and apply that one.',
  },
  'export-interrupted': {
    status: 409,
    help: 'Put these files back as they were (git can), and start again: the export is then finished. To leave everything as it stands now, remove .rebaseline/export.json.',
  },
  'export-refused': {
    status: 409,
    help: 'Put right what is said above, and look at the plan again.',
  },
  'exported-already': {
    status: 409,
    help: 'Take the export back first, on the Export screen or with `rebaseline export --undo`.',
  },
  'file-in-the-way': {
    status: 409,
    help: 'Move that file away, or choose another folder with --out.',
  },
  'folder-not-writable': {
    status: 400,
    help: 'Give this user write permission on the folder, or choose another one.',
  },
  'foreign-host': { status: 403, help: 'Open the page by the link in the terminal.' },
  'foreign-origin': {
    status: 403,
    help: 'Open the page by the link in the terminal, not from another page.',
  },
  'generated-refused': {
    status: 500,
    help: 'The old migrations are not at fault: please report the statement, and what it stands for in the schema.',
  },
  'internal-error': { status: 500, help: 'This is a defect in Rebaseline; please report it.' },
  'invalid-url': {
    status: 400,
    help: 'Write it as postgres://USER:PASSWORD@HOST:5432/DATABASE; percent-encode special characters in the password (/ is %2F, @ is %40, # is %23, ? is %3F).',
  },
  'job-running': {
    status: 409,
    help: 'Wait until it is done, or cancel it.',
  },
  'job-unknown': {
    status: 404,
    help: 'Look at the overview: it names the last job.',
  },
  'later-file-failed': {
    status: 400,
    help: 'It runs after the old migrations and not after the baseline: what it asks for is called otherwise there, or gone. Mend the baseline, or choose a squash line behind that file.',
  },
  'ledger-unreadable': {
    status: 403,
    help: 'Grant SELECT on that table to the role of the URL, or name the right one with --migration-table and --migration-table-schema.',
  },
  'login-refused': {
    status: 400,
    help: 'Check the user and the password in the URL, and whether pg_hba.conf lets this user in.',
  },
  'migration-ended-process': {
    status: 400,
    help: 'Take process.exit() out of the migration; throw an error where it can not go on.',
  },
  'migration-failed': {
    status: 400,
    help: 'Run the files of that folder by themselves on an empty database: they have to work there first.',
  },
  'migration-named-twice': {
    status: 400,
    help: 'Kysely runs one migration of a name: a provider over these folders passes the others over. Take away the one that has never run, or give it another name where no database has run it.',
  },
  'migration-never-ends': {
    status: 400,
    help: 'Look for a statement that waits for a lock or a promise that is never settled, or allow more time.',
  },
  'migration-not-loaded': {
    status: 400,
    help: 'Mend what is said of the file; where it lacks another one, run the command from the project with its packages installed and its generated files in place.',
  },
  'migrations-folder-missing': {
    status: 400,
    help: 'Name the folder that holds the migration files with --migrations.',
  },
  'migrations-not-found': {
    status: 400,
    help: 'A migration is a file .ts, .js, .mts, .mjs (.cts, .cjs from Kysely 0.29) that exports a function `up`, or a file .sql whose name begins with a number, directly in the folder.',
  },
  'migrations-not-started': {
    status: 400,
    help: 'Look at the output above; often it is the tsconfig.json or the installed packages of the project.',
  },
  'no-person': {
    status: 400,
    help: 'Name yourself with --name and --email, or tell git: git config --global user.name "Your Name".',
  },
  'no-session': {
    status: 401,
    help: 'Open the page by the link in the terminal: it works once, for one tab.',
  },
  'not-begun': {
    status: 409,
    help: 'Answer the questions on the overview: the project is worked on from then on.',
  },
  'not-compared-yet': {
    status: 409,
    help: 'Wait for the first run, or start one on the overview.',
  },
  'not-confirmed': {
    status: 409,
    help: 'Nothing was changed. Look whether it is the right one, and confirm it by its host and database, or with --yes.',
  },
  'not-found': { status: 404, help: 'Open the page at /.' },
  'not-json': { status: 415, help: 'Send a JSON body with content-type application/json.' },
  'not-repeatable': {
    status: 409,
    help: 'Make the old migrations build the same database each time, or report the schema.',
  },
  'not-scratch': {
    status: 409,
    help: 'Only databases that Rebaseline created itself are dropped; this one is left alone.',
  },
  'not-signed': {
    status: 409,
    help: 'Reload the checklist: it shows what is signed.',
  },
  'not-this-way': {
    status: 409,
    help: 'Start the dashboard for a project, with --migrations, to work on a baseline.',
  },
  'nothing-compared': {
    status: 409,
    help: 'Check that both sides name the right database or folder: neither holds anything.',
  },
  'nuke-refused': {
    status: 409,
    help: 'Name a database that is disposable, and confirm it by its name.',
  },
  'object-not-regenerated': {
    status: 409,
    help: 'Compare the draft with what was generated, and edit it by hand.',
  },
  'object-unknown': {
    status: 404,
    help: 'Go back to the tree: the last run may have changed what is in it.',
  },
  'out-of-memory': {
    status: 400,
    help: 'Let it work in smaller steps, or allow it more: NODE_OPTIONS=--max-old-space-size=8192 (in MiB).',
  },
  'page-not-built': { status: 500, help: 'Run `npm run build` first.' },
  'port-refused': {
    status: 500,
    help: 'Name another port with --port, or leave it out: then any free one is taken.',
  },
  'port-taken': {
    status: 500,
    help: 'Name another port with --port, or leave it out: then any free one is taken.',
  },
  'postgres-ended': {
    status: 500,
    help: 'Start again. Where memory is short the system ends it: stop other programs, or name a running server with --server postgres://user@host/database.',
  },
  'postgres-missing': {
    status: 500,
    help: 'Install PostgreSQL of that major, or name a running server with --server postgres://user@host/database.',
  },
  'postgres-not-started': {
    status: 500,
    help: 'Try again; if it fails again, name a running server with --server postgres://user@host/database.',
  },
  'project-busy': {
    status: 409,
    help: 'Wait for the other process and try again.',
  },
  'query-failed': { status: 500, help: 'The message of Postgres above says what it refused.' },
  'remote-scratch': {
    status: 400,
    help: 'Use a server on this machine for scratch databases, or allow it with --allow-remote-scratch.',
  },
  'review-broken': {
    status: 409,
    help: 'Take .rebaseline/review.json and review-head.json back from version control, or remove both and sign again.',
  },
  'role-missing': {
    status: 409,
    help: 'Create these roles on that server (create role NAME nologin), or leave --server (or REBASELINE_SERVER_URL) out to use the built-in Postgres.',
  },
  'rows-unreadable': {
    status: 503,
    help: 'Run it again while nobody changes the schema.',
  },
  'run-cancelled': { status: 409, help: 'Nothing of it is left; start it again when you like.' },
  'script-failed': {
    status: 400,
    help: 'Run the file with psql on an empty database: it has to work there first.',
  },
  'seed-table-unknown': {
    status: 400,
    help: 'Name existing tables after --seed or --seed-except, as schema.table or, where it is clear, as table.',
  },
  'server-busy': {
    status: 503,
    help: 'Start again once the server takes connections: it is starting, stopping, or has no free one (max_connections).',
  },
  'server-too-old': { status: 400, help: 'Rebaseline works with PostgreSQL 14 to 18.' },
  'server-unreachable': {
    status: 400,
    help: 'Check that the server runs and that host and port in the URL are right.',
  },
  'server-wide': {
    status: 409,
    help: 'Leave --server out: on a server of its own a build may make roles and the like. Where it needs an extension that the built-in one lacks, install another major that has it and choose it by --postgres.',
  },
  'sign-refused': {
    status: 409,
    help: 'Do what the reason says, then sign it.',
  },
  'snapshot-changed': {
    status: 409,
    help: 'Nothing was written. Run it again: the difference to the text as it stands now is shown.',
  },
  'snapshot-refused': {
    status: 409,
    help: 'Name a folder of its own with --out, to look at; --check says whether the database has drifted from the whole folder. To fold later migrations into a new baseline, run generate --migrations on the folder.',
  },
  'snapshot-unproven': {
    status: 409,
    help: 'Nothing was written. Mend the files by hand by the statements above, or name an empty folder with --out and take what you need from what is generated there.',
  },
  'squash-line-refused': {
    status: 409,
    help: 'Take --squash-to out and start again, take the export back, or choose another migration.',
  },
  'squash-line-unknown': {
    status: 400,
    help: 'Name the last migration that the baseline replaces, by its name or number: `rebaseline history` lists them. After the export there is no line any more: take --squash-to out of the command and squashTo out of the configuration.',
  },
  'stamp-plan-damaged': {
    status: 400,
    help: 'Take the file back from version control: an export wrote it, and nobody edits it.',
  },
  'stamp-plan-missing': {
    status: 400,
    help: 'Export the baseline first (rebaseline export): it writes how existing deployments are moved over. An export without these files was made of a run that an older version kept: take it back (--undo), verify, and export again.',
  },
  'stamp-unanswered': {
    status: 503,
    help: 'Run it again: it says that it is done already where it was, and does it where it was not.',
  },
  'state-damaged': {
    status: 409,
    help: 'Take the file back from version control, or remove it and start the run again.',
  },
  'state-unreadable': {
    status: 500,
    help: 'Give this user read permission on the folder and what is in it.',
  },
  'symlink-refused': {
    status: 409,
    help: 'Put a real folder or file there: through a link, files outside of the project would be written.',
  },
  'then-failed': {
    status: 409,
    help: 'Read the output of the command above.',
  },
  'too-large': {
    status: 413,
    help: 'Make it smaller: a draft may have 32 MB, a choice of findings 1 MB, everything else 64 kB.',
  },
  'undo-refused': {
    status: 409,
    help: 'Edit the draft by hand, or write it anew from the generated text.',
  },
  usage: {
    status: 400,
    help: 'Run the command with --help to see its options.',
  },
} as const satisfies Record<string, { status: number; help: string }>

/** What kind of error it is, as programs read it. */
export type ErrorCode = keyof typeof ERRORS

/** What an error says beyond its code. */
export interface ErrorDetails {
  /** What was being done, after "Could not": `connect to localhost:5432`. */
  readonly doing: string
  /** What stood in the way, in one sentence without a full stop. */
  readonly happened: string
  /** What helps, where more is known than the table's own sentence. */
  readonly help?: string
  readonly cause?: unknown
  /** Where a folder of migrations stopped: the facts, one by one. */
  readonly migration?: MigrationFailure | undefined
}

/** An error that people can act on; everything else that is thrown is a defect. */
export class RebaselineError extends Error {
  readonly code: ErrorCode
  readonly doing: string
  readonly happened: string
  readonly help: string
  readonly migration: MigrationFailure | undefined
  readonly exitCode = 2

  constructor(code: ErrorCode, { doing, happened, help, cause, migration }: ErrorDetails) {
    super(`Could not ${doing}: ${happened}`, cause === undefined ? undefined : { cause })
    this.name = 'RebaselineError'
    this.code = code
    this.doing = doing
    this.happened = happened
    this.help = help ?? ERRORS[code].help
    this.migration = migration
  }

  get status(): number {
    return ERRORS[this.code].status
  }

  toJSON(): { code: ErrorCode; message: string; help: string; migration?: MigrationFailure } {
    const { code, message, help, migration } = this
    return { code, message, help, ...(migration && { migration }) }
  }
}

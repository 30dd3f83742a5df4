import type { Statement } from '../review/log.ts'

/** A statement about nothing in particular, but for what is told. */
export const reviewStatement = (told: Partial<Statement> = {}): Statement => ({
  at: '2026-01-01T10:00:00.000Z',
  person: { name: 'Ada', email: 'ada@studio.test' },
  action: 'signed',
  subject: 'tables',
  note: '',
  content: 'c',
  run: 1,
  inputs: { migrations: 'm', baseline: 'b', seed: 's', rules: 'r', major: 18 },
  ...told,
})

/** The look of a state: its colour, bar and glyph. */
export type Tone =
  | 'added'
  | 'missing'
  | 'changed'
  | 'acceptable'
  | 'same'
  | 'proven'
  | 'signed'
  | 'stale'
  | 'not-compared'

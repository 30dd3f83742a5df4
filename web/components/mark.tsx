/** The look of a state: its colour, bar and glyph. */
export type Tone =
  'added' | 'missing' | 'changed' | 'acceptable' | 'same' | 'proven' | 'not-compared'

const GLYPHS: Readonly<Record<Tone, string>> = {
  added: '+',
  missing: '−',
  changed: '≠',
  acceptable: '≈',
  same: '=',
  proven: '✓',
  'not-compared': '!',
}

/** A state as glyph and word, always both. */
export function Mark({ tone, word }: { readonly tone: Tone; readonly word: string }) {
  return (
    <span className={`mark tone-${tone}`}>
      <span className="glyph" aria-hidden="true">
        {GLYPHS[tone]}
      </span>
      {word}
    </span>
  )
}

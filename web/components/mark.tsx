import type { Tone } from '../lib/look.ts'

const GLYPHS: Readonly<Record<Tone, string>> = {
  added: '+',
  missing: '−',
  changed: '≠',
  acceptable: '≈',
  same: '=',
  proven: '✓',
  signed: '✓',
  stale: '↻',
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

import { Copy } from 'lucide-react'
import { announce } from '../lib/announce.ts'
import { useState } from 'react'

/** Copies a text to the last character, and says so. */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const [outcome, setOutcome] = useState('')
  const tell = (words: string) => {
    setOutcome(words)
    announce(words)
  }
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => tell('Copied'),
      () => tell('Your browser did not allow copying'),
    )
  return (
    <span className="copy">
      <button type="button" onClick={() => void copy()}>
        <Copy size={14} aria-hidden="true" />
        {label}
      </button>
      <span className="muted">{outcome}</span>
    </span>
  )
}

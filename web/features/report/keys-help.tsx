import { useState } from 'react'
import { keysAreOn, turnKeys } from '../../lib/use-keys.ts'

/** The list of keys, with their off switch. */
export function KeysHelp() {
  const [on, setOn] = useState(keysAreOn)
  const turn = (checked: boolean) => {
    turnKeys(checked ? 'on' : 'off')
    setOn(checked)
  }
  return (
    <p className="keys muted">
      <label>
        <input type="checkbox" checked={on} onChange={(event) => turn(event.target.checked)} />
        Single keys
      </label>
      <span>
        <kbd>j</kbd> next difference
      </span>
      <span>
        <kbd>k</kbd> previous difference
      </span>
      <span>
        <kbd>/</kbd> find
      </span>
    </p>
  )
}

import { Keyboard } from 'lucide-react'
import { useState } from 'react'
import { Modal } from '../../components/modal.tsx'
import { DENSITY, usePreference } from '../../lib/layout.ts'
import { turnKeys, useKeys, useKeySwitch } from '../../lib/use-keys.ts'

const KEYS: readonly (readonly [string, string])[] = [
  ['j / k', 'next, previous object to review, or migration'],
  ['n / p', 'next, previous difference'],
  ['v', 'mark as viewed, or not'],
  ['/', 'search'],
  ['f', 'filter'],
  ['1 – 4', 'the tabs of an object or a migration'],
  ['d', 'side by side, or unified'],
  ['e', 'open in the editor'],
  ['[ and ]', 'fold the tree, the steps'],
  ['Ctrl+Enter', 'verify again'],
  ['?', 'this list'],
]

/** Opens the list of keys, with their off switch and the height of rows. */
export function KeysHelp() {
  const [state, setState] = useState<'open' | 'closed'>('closed')
  useKeys({ '?': () => setState('open') })
  return (
    <>
      <button type="button" className="quiet keys-button" onClick={() => setState('open')}>
        <Keyboard size={16} aria-hidden="true" />
        Keys and view
      </button>
      {state === 'open' && (
        <Modal title="Keys and view" onClose={() => setState('closed')}>
          <KeyList />
          <Choices />
        </Modal>
      )}
    </>
  )
}

const KeyList = () => (
  <table className="keys">
    <caption className="hidden">Keys</caption>
    <tbody>
      {KEYS.map(([key, does]) => (
        <tr key={key}>
          <th scope="row">
            <kbd>{key}</kbd>
          </th>
          <td>{does}</td>
        </tr>
      ))}
    </tbody>
  </table>
)

function Choices() {
  const keys = useKeySwitch()
  const density = usePreference(DENSITY)
  return (
    <div className="choices">
      <label>
        <input
          type="checkbox"
          checked={keys === 'on'}
          onChange={(event) => turnKeys(event.target.checked ? 'on' : 'off')}
        />
        Single keys (off where text is typed)
      </label>
      <label>
        Rows{' '}
        <select
          value={density}
          onChange={(event) =>
            DENSITY.set(event.target.value as ReturnType<typeof DENSITY.current>)
          }
        >
          <option value="compact">Compact</option>
          <option value="normal">Normal</option>
          <option value="comfortable">Comfortable</option>
        </select>
      </label>
    </div>
  )
}

import { useState } from 'react'
import { FirstRunForm } from './first-run-form.tsx'

/** Lets what was guessed of a project be written down, so that nobody has to guess again. */
export function ConfigurationOffer() {
  const [state, setState] = useState<'folded' | 'open'>('folded')
  return (
    <section className="configuration-offer" aria-label="Configuration">
      {state === 'folded' ? (
        <p>
          <span className="muted">This project has no configuration yet.</span>{' '}
          <button type="button" onClick={() => setState('open')}>
            Write one…
          </button>
        </p>
      ) : (
        <>
          <h3>Configuration</h3>
          <FirstRunForm mode="offered" onDone={() => setState('folded')} />
        </>
      )}
    </section>
  )
}

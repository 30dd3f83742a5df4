import { useEffect } from 'react'
import { announce } from '../../lib/announce.ts'
import type { Connection } from '../../lib/use-overview.ts'

const SENTENCES = {
  gone: {
    what: 'The server does not answer.',
    help: 'What you see stays readable; this page connects again by itself. If you stopped it, start the command again and open its new link.',
  },
  another: {
    what: 'The server was started anew.',
    help: 'This tab belongs to the run before; open the new link from the terminal.',
  },
} as const

/** Says that nothing can be kept: what is read stays readable. */
export function UnwritableBanner({ why }: { readonly why: string | null }) {
  useEffect(() => {
    if (why !== null) announce(UNWRITABLE)
  }, [why])
  if (why === null) return null
  return (
    <section className="banner banner-still tone-not-compared" aria-label="Folder of the project">
      <p>
        <strong>{UNWRITABLE}</strong> No run can be started.
      </p>
      <p>{why}</p>
      <p>
        What you see is what stands there, read without keeping other programs away: a change that
        one of them is just making may be seen in part.
      </p>
    </section>
  )
}

const UNWRITABLE = 'Nothing can be saved, signed or exported: this folder can’t be written.'

/** Says that the server is gone, or is another one. */
export function ServerBanner({ connection }: { readonly connection: Connection }) {
  useEffect(() => {
    if (connection !== 'there') announce(SENTENCES[connection].what)
  }, [connection])
  if (connection === 'there') return null
  const { what, help } = SENTENCES[connection]
  return (
    <section className="banner tone-not-compared" aria-label="Connection">
      <strong>{what}</strong> {help}
    </section>
  )
}

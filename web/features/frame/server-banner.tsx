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

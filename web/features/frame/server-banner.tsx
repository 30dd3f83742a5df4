import { useEffect, useRef } from 'react'
import type { ApiError } from '../../../shared/api.ts'
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

/** Says that the server is gone, is another one, or can't read the project, and why. */
export function ServerBanner({
  connection,
  refusal,
}: {
  readonly connection: Connection
  readonly refusal: ApiError | undefined
}) {
  const said = sentencesFor(connection, refusal)
  const what = said?.what
  const wasTrouble = useRef(false)
  useEffect(() => {
    if (what !== undefined) announce(what)
    else if (wasTrouble.current) announce('The server answers again.')
    wasTrouble.current = what !== undefined
  }, [what])
  if (!said) return null
  return (
    <section className="banner tone-not-compared" aria-label="Connection">
      <strong>{said.what}</strong> {said.help}
    </section>
  )
}

function sentencesFor(
  connection: Connection,
  refusal: ApiError | undefined,
): { readonly what: string; readonly help: string } | undefined {
  if (connection === 'there') return undefined
  if (connection !== 'refusing') return SENTENCES[connection]
  const { message, help } = refusal ?? { message: '', help: '' }
  return {
    what: message,
    help: `${help} What you see is as it was before, and is read again by itself.`,
  }
}

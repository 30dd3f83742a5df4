/** Says when the server is gone or is another one now; what was read stays on the page. */
export function ServerBanner({
  server,
  finishedAt,
}: {
  readonly server: 'there' | 'gone' | 'another'
  readonly finishedAt: string
}) {
  const from = new Date(finishedAt).toLocaleString()
  return (
    <output className={server === 'there' ? 'hidden' : 'banner tone-not-compared'}>
      {server === 'gone' && (
        <span>
          <strong>! The server does not answer.</strong> You see the report of {from}. This page
          tries again every few seconds.
        </span>
      )}
      {server === 'another' && (
        <span>
          <strong>! The server was started anew.</strong> You see the report of {from}. Open the new
          link in the terminal to see the present one.
        </span>
      )}
    </output>
  )
}

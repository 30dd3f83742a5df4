import { CopyButton } from '../../components/copy-button.tsx'

/** Commands for the terminal, to copy as they are. */
export const Commands = ({
  title,
  commands,
  children,
}: {
  readonly title: string
  readonly commands: readonly string[]
  readonly children: string
}) => (
  <section className="commands" aria-label={title}>
    <h3>{title}</h3>
    <p className="muted">{children}</p>
    <ol>
      {commands.map((command) => (
        <li key={command}>
          <code>{command}</code>
        </li>
      ))}
    </ol>
    {commands.length > 0 && (
      <CopyButton
        text={`${commands.join('\n')}\n`}
        label={commands.length === 1 ? 'Copy it' : 'Copy them'}
      />
    )}
  </section>
)

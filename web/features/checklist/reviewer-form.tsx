import type { Person } from '../../../shared/checklist.ts'

/** Who signs, prefilled from git’s configuration. */
export const ReviewerForm = ({
  person,
  onChange,
}: {
  readonly person: Person
  readonly onChange: (person: Person) => void
}) => (
  <fieldset className="reviewer">
    <legend>You sign as</legend>
    <label>
      Name{' '}
      <input
        value={person.name}
        maxLength={200}
        autoComplete="name"
        onChange={(event) => onChange({ ...person, name: event.target.value })}
      />
    </label>
    <label>
      E-mail{' '}
      <input
        type="email"
        value={person.email}
        maxLength={200}
        autoComplete="email"
        onChange={(event) => onChange({ ...person, email: event.target.value })}
      />
    </label>
    <span className="muted">
      {person.name.trim() === ''
        ? 'Give your name first: a sign-off needs one.'
        : 'Evidence of who looked, not proof of identity.'}
    </span>
  </fieldset>
)

import { useState } from 'react'
import type { Questions } from '../../../shared/first-run.ts'
import { counted } from '../../../shared/report.ts'
import { NameText } from '../../components/code-text.tsx'

/** Which folder holds the migrations: one that was found, with where it was seen, or one that is typed. */
export function FolderQuestion({
  folders,
  path,
  problem,
  onChange,
}: {
  readonly folders: Questions['folders']
  readonly path: string
  readonly problem: string | undefined
  readonly onChange: (path: string) => void
}) {
  const isFound = folders.some((folder) => folder.path === path)
  const [way, setWay] = useState<'found' | 'typed'>(isFound ? 'found' : 'typed')
  const invalid = problem === undefined ? {} : { 'aria-invalid': true }
  return (
    <fieldset className="question">
      <legend>Which folder holds the migrations?</legend>
      {folders.length === 0 && (
        <p className="muted">None was found in the usual places, the scripts and kysely.config.</p>
      )}
      {folders.map((folder) => (
        <label key={folder.path} className="folder">
          <input
            type="radio"
            name="first-run-folder"
            checked={way === 'found' && folder.path === path}
            {...(way === 'found' && folder.path === path
              ? { 'aria-describedby': 'first-run-folder-note', ...invalid }
              : {})}
            onChange={() => {
              setWay('found')
              onChange(folder.path)
            }}
          />{' '}
          <code>
            <NameText name={folder.path} />
          </code>{' '}
          <span className="muted">
            {counted(folder.files, 'file')}, seen in <NameText name={folder.seenIn} />
          </span>
        </label>
      ))}
      {folders.length > 0 && (
        <label className="folder">
          <input
            type="radio"
            name="first-run-folder"
            checked={way === 'typed'}
            onChange={() => {
              setWay('typed')
              onChange('')
            }}
          />{' '}
          Another folder
        </label>
      )}
      {way === 'typed' && (
        <input
          className="folder-typed"
          aria-label="Folder of migrations"
          aria-describedby="first-run-folder-note"
          value={path}
          maxLength={1000}
          autoComplete="off"
          spellCheck={false}
          placeholder="src/db/migrations"
          {...invalid}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
      <span
        id="first-run-folder-note"
        className={problem === undefined ? 'muted' : 'field-problem'}
      >
        {problem ?? 'As it is written from the folder of package.json.'}
      </span>
    </fieldset>
  )
}

import { chosenText } from '../../shared/chosen-text.ts'
import { CodeText } from './code-text.tsx'
import { CopyButton } from './copy-button.tsx'

/** How a grouping is changed: lines of the configuration that say it as it is now. Nothing is written by the page. */
export function ChosenLines({
  setting,
  groups,
}: {
  readonly setting: 'domains' | 'categories'
  readonly groups: readonly { readonly title: string; readonly names: readonly string[] }[]
}) {
  const text = chosenText(setting, groups)
  return (
    <details className="chosen-lines">
      <summary>Change them</summary>
      <p className="muted">
        Put these lines into your rebaseline.config, change them, and reload: what they name stands
        where they say, everything else is found out. <code>*</code> stands for anything. This page
        writes no file.
      </p>
      <CopyButton text={text} label="Copy the lines" />
      <CodeText text={text} />
    </details>
  )
}

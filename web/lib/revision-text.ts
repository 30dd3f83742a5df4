import type { Overview } from '../../shared/overview.ts'

/** Whether the results are for another revision of the drafts than the present one, in words. */
export function revisionText(revisions: Overview['revisions']): string | undefined {
  if (!revisions || revisions.verified === revisions.draft) return undefined
  if (revisions.verified === null)
    return `The draft is revision ${revisions.draft}; it was never verified.`
  return `The results are for revision ${revisions.verified}, the draft is revision ${revisions.draft}.`
}

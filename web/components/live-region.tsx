import { useAnnouncement } from '../lib/announce.ts'

/** The one place that speaks to people who listen to the page. */
export const LiveRegion = () => (
  <output aria-live="polite" className="hidden">
    {useAnnouncement()}
  </output>
)

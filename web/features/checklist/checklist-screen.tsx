import { OffScreen } from '../../components/off-screen.tsx'
import { useOverview } from '../../lib/use-overview.ts'

/** The checklist screen. */
export function ChecklistScreen() {
  const { way } = useOverview()
  return <OffScreen name="Checklist" way={way} />
}

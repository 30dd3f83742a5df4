import { OffScreen } from '../../components/off-screen.tsx'
import { useOverview } from '../../lib/use-overview.ts'

/** The baseline screen. */
export function BaselineScreen() {
  const { way } = useOverview()
  return <OffScreen name="Baseline" way={way} />
}

import { OffScreen } from '../../components/off-screen.tsx'
import { useOverview } from '../../lib/use-overview.ts'

/** The export screen. */
export function ExportScreen() {
  const { way } = useOverview()
  return <OffScreen name="Export" way={way} />
}

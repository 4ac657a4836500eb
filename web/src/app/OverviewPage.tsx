/** A project's overview: numbers, lists and places of its own, the machines from their feature. */
import { MachineStrip } from '@/features/machines'
import { OverviewScreen } from '@/features/overview'

export function OverviewPage() {
  return (
    <OverviewScreen>
      <MachineStrip />
    </OverviewScreen>
  )
}

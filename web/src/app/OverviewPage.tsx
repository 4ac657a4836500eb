/** A project's overview: numbers and lists of its own, machines and places from their features. */
import { OverviewScreen } from '@/features/overview'

export function OverviewPage() {
  return <OverviewScreen />
}

export { OverviewScreen } from './OverviewScreen'

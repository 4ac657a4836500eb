export { askSchedules } from './queries'
export { SchedulesScreen } from './SchedulesScreen'

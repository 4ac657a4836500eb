export { SchedulesScreen } from './SchedulesScreen'

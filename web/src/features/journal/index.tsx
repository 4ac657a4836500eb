export { JournalScreen } from './JournalScreen'

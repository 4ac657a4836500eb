/** The waiting line: what runs and what waits, for each machine and each compute profile. */
export { QueueScreen } from './QueueScreen'
export { askQueue } from './queries'

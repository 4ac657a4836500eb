/** Training processes: the list, the frame of one process, and the tray of what runs. */
export { JobsTray } from './JobsTray'
export { ProcessesScreen } from './ProcessesScreen'
export { ProcessScreen, type TabName } from './ProcessScreen'
export { askProcesses } from './queries'

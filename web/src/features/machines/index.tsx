/** Target machines. */
export { MachineScreen } from './MachineScreen'
export { MachinesScreen } from './MachinesScreen'

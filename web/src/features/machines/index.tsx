/** Target machines. */
export { MachineScreen } from './MachineScreen'
export { MachineStrip } from './MachineStrip'
export { MachinesScreen } from './MachinesScreen'

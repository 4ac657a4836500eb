/** Target machines. */
export { MachinesScreen } from './MachinesScreen'

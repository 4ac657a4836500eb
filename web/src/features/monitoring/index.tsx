/** Watching a process learn: curves, log, parameters, attempts. */
export { AttemptsTab } from './AttemptsTab'
export { LogTab } from './LogTab'
export { MonitorTab } from './MonitorTab'
export { Parameters, ParametersTab } from './ParametersTab'
export { ProcessCurves } from './ProcessCurves'
export { useLiveProcess } from './useLiveProcess'

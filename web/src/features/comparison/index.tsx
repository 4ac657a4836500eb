/** Runs beside each other. */
export { ComparisonScreen } from './ComparisonScreen'

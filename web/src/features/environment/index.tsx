/** Industries, their levels and the production environment. */
export { EnvironmentScreen } from './EnvironmentScreen'

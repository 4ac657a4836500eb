/** The catalogue of models that can be trained. */
export { BaseModelsScreen } from './BaseModelsScreen'

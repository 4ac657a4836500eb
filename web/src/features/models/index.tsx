/** Published models: the list, one model's versions, and what each version is, measured and can do. */
export { ModelScreen } from './ModelScreen'
export { ModelsScreen } from './ModelsScreen'
export { askModel, askModels } from './queries'

/** All words of one language, in one chunk. */
import { byName } from './byName'

export default byName(import.meta.glob('./es/*.json', { eager: true, import: 'default' }))

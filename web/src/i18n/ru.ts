/** All words of one language, in one chunk. */
import { byName } from './byName'

export default byName(import.meta.glob('./ru/*.json', { eager: true, import: 'default' }))

/** All words of one language, in one chunk. */
import { byName } from './byName'

export default byName(import.meta.glob('./zh/*.json', { eager: true, import: 'default' }))

/** What was typed into the raw views, each part's apart, so that no view takes another's text away. Pure functions. */

/** What the sources write as a block of its own (E44, E49, E53). */
export type Part = 'model' | 'training' | 'preprocessing'
export type TextOf = Part | 'all'

export interface Typed {
  text: string
  /** It has not been read as parameters, or cannot be. */
  isUnread: boolean
  /** It has been looked at, and cannot be read. */
  isWrong?: boolean
}

/** Where nothing was typed since the form changed, there is none. */
export type Texts = Partial<Record<TextOf, Typed>>

const entries = (texts: Texts) => Object.entries(texts) as [TextOf, Typed][]

export const isUnread = (texts: Texts): boolean => entries(texts).some(([, typed]) => typed.isUnread)

/** Of these views, whether one has a text that could not be read. */
export const isUnreadIn = (texts: Texts, views: readonly string[]): boolean =>
  entries(texts).some(([of, typed]) => typed.isUnread && views.includes(of))

/** Of these views, whether one has a text whose errors are known. */
export const isWrongIn = (texts: Texts, views: readonly string[]): boolean =>
  entries(texts).some(([of, typed]) => typed.isWrong && views.includes(of))

/** After parameters were changed elsewhere: what could not be read yet stays as it was typed. */
export const onlyUnread = (texts: Texts): Texts =>
  Object.fromEntries(entries(texts).filter(([, typed]) => typed.isUnread))

export const without = (texts: Texts, of: TextOf): Texts =>
  Object.fromEntries(entries(texts).filter(([name]) => name !== of))

interface Kept {
  texts?: Texts
  text?: string | null
  isUnread?: boolean
  textOf?: Part
}

/** As it was kept, also by a page from before each part had its own text. */
export const textsOf = ({ texts, text, isUnread: was = false, textOf = undefined }: Kept): Texts =>
  texts ?? (text ? { [textOf ?? 'all']: { text, isUnread: was } } : {})

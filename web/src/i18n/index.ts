/** The interface's languages: which there are, which is spoken, and how its words are loaded. */
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { setApiLanguage } from '@/api/client'

/** Names in their own language. The codes are those of the folders beside this file. */
export const languages = { en: 'English', ru: 'Русский', zh: '中文', es: 'Español' } as const
export type Language = keyof typeof languages

const KEY = 'modelwright.language'

const loaders = {
  en: () => import('./en'),
  ru: () => import('./ru'),
  zh: () => import('./zh'),
  es: () => import('./es'),
}

/** Any tag (zh-hans, pt-BR) to one of ours; undefined where we do not speak it. */
export function languageOf(tag: string | null | undefined): Language | undefined {
  const code = (tag ?? '').toLowerCase().split(/[-_]/)[0]
  return (Object.keys(languages) as Language[]).find((language) => language === code)
}

export function browserLanguage(): Language {
  const stored = languageOf(localStorage.getItem(KEY))
  return stored ?? navigator.languages.map(languageOf).find((found) => found !== undefined) ?? 'en'
}

export async function startI18n(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    defaultNS: 'common',
    resources: {},
    partialBundledLanguages: true,
    showSupportNotice: false,
    interpolation: { escapeValue: false },
  })
  await speak(language)
}

/** Loads the language's words once and changes the screen, the document and the server's answers to it. */
export async function speak(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'common')) {
    const { default: namespaces } = await loaders[language]()
    for (const [name, words] of Object.entries(namespaces)) i18next.addResourceBundle(language, name, words)
  }
  localStorage.setItem(KEY, language)
  setApiLanguage(language)
  document.documentElement.lang = language
  await i18next.changeLanguage(language)
}

/** Ant Design's own words and dayjs's names of days, loaded for the language that is spoken. */
import type { Locale } from 'antd/es/locale'
import english from 'antd/es/locale/en_US'
import dayjs from 'dayjs'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Language, languageOf } from '@/i18n'

interface Loaded {
  default: Locale
}

const loaders: Record<Language, () => Promise<[Loaded, unknown, string]>> = {
  en: async () => [{ default: english }, null, 'en'],
  ru: async () => [await import('antd/es/locale/ru_RU'), await import('dayjs/locale/ru'), 'ru'],
  zh: async () => [await import('antd/es/locale/zh_CN'), await import('dayjs/locale/zh-cn'), 'zh-cn'],
  es: async () => [await import('antd/es/locale/es_ES'), await import('dayjs/locale/es'), 'es'],
}

/** Never without a locale: Ant Design would mount every screen anew when the first one comes. */
export function useAntLocale(): Locale {
  const { i18n } = useTranslation()
  const [locale, setLocale] = useState<Locale>(english)
  useEffect(() => {
    let gone = false
    loaders[languageOf(i18n.language) ?? 'en']().then(([words, , name]) => {
      dayjs.locale(name)
      if (!gone) setLocale(words.default)
    })
    return () => {
      gone = true
    }
  }, [i18n.language])
  return locale
}

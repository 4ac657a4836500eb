/** The choice of language and of theme, in the top bar and before signing in. */
import { BgColorsOutlined, GlobalOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { type Language, languageOf, languages } from '@/i18n'
import { themeChoices, useTheme } from '@/lib/theme'
import { usePreferences } from '@/lib/usePreferences'
import { IconMenu } from './IconMenu'

export function LanguageMenu() {
  const { t, i18n } = useTranslation()
  const { setLanguage } = usePreferences()
  const items = (Object.entries(languages) as [Language, string][]).map(([key, label]) => ({ key, label }))
  return (
    <IconMenu
      label={t('frame.language')}
      icon={<GlobalOutlined aria-hidden />}
      items={items}
      selected={languageOf(i18n.language)}
      choose={setLanguage}
    />
  )
}

export function ThemeMenu() {
  const { t } = useTranslation()
  const { choice } = useTheme()
  const { setTheme } = usePreferences()
  const items = themeChoices.map((key) => ({ key, label: t(`theme.${key}`) }))
  return (
    <IconMenu
      label={t('frame.theme')}
      icon={<BgColorsOutlined aria-hidden />}
      items={items}
      selected={choice}
      choose={setTheme}
    />
  )
}

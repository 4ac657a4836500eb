/** Language and theme; both change at once. */
import { Form, Segmented, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { languageOf, languages } from '@/i18n'
import { themeChoices, useTheme } from '@/lib/theme'
import { usePreferences } from '@/lib/usePreferences'
import { Card } from './Card'

export function ScreenForm() {
  const { t, i18n } = useTranslation(['account', 'common'])
  const { choice } = useTheme()
  const { setLanguage, setTheme } = usePreferences()
  const options = Object.entries(languages).map(([value, label]) => ({ value, label }))
  const themes = themeChoices.map((value) => ({ value, label: t(`common:theme.${value}`) }))
  return (
    <Card title={t('screen')}>
      <Form layout="vertical">
        <Form.Item label={t('language')} htmlFor="account-language">
          <Select
            id="account-language"
            value={languageOf(i18n.language)}
            options={options}
            onChange={(value) => setLanguage(languageOf(value) ?? 'en')}
          />
        </Form.Item>
        <Form.Item label={t('theme')}>
          <Segmented aria-label={t('theme')} value={choice} options={themes} onChange={setTheme} />
        </Form.Item>
      </Form>
    </Card>
  )
}

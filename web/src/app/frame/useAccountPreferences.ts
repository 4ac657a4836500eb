/** The account's language and theme come with the person to every browser. */
import { useEffect } from 'react'
import { useSession } from '@/api/session'
import { languageOf, speak } from '@/i18n'
import { themeChoices, useTheme } from '@/lib/theme'

export function useAccountPreferences(): void {
  const account = useSession().data?.account
  const { choose } = useTheme()
  useEffect(() => {
    const language = languageOf(account?.language)
    if (language) speak(language)
  }, [account?.language])
  useEffect(() => {
    const theme = themeChoices.find((choice) => choice === account?.theme)
    if (theme) choose(theme)
  }, [account?.theme, choose])
}

/** Language and theme: changed at once here, and kept in the account of who is signed in. */
import { $api } from '@/api/client'
import { putSession, useSession } from '@/api/session'
import { type Language, languageOf, speak } from '@/i18n'
import { type ThemeChoice, useTheme } from './theme'

export function usePreferences() {
  const { data: session } = useSession()
  const { choose } = useTheme()
  const edit = $api.useMutation('patch', '/api/account', {
    onSuccess: (account) => session && putSession({ ...session, account }),
  })
  const keep = (body: { language?: string; theme?: string }) => session?.account && edit.mutate({ body })
  return {
    setLanguage: (language: Language) => {
      speak(language)
      keep({ language: serverCode(language, session?.languages) })
    },
    setTheme: (theme: ThemeChoice) => {
      choose(theme)
      keep({ theme })
    },
  }
}

/** The server may call a language by a longer code: zh-hans for zh. */
const serverCode = (language: Language, known: Record<string, string> = {}): string =>
  Object.keys(known).find((code) => languageOf(code) === language) ?? language

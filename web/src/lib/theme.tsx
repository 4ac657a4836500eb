/** Which theme the person chose (light, dark, or what the system says), kept in this browser. */
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { cssVariables, type ThemeName } from './tokens'
import { useMediaQuery } from './useMediaQuery'

export const themeChoices = ['light', 'dark', 'system'] as const
export type ThemeChoice = (typeof themeChoices)[number]

interface Theme {
  name: ThemeName
  choice: ThemeChoice
  choose: (choice: ThemeChoice) => void
}

const KEY = 'modelwright.theme'
const Context = createContext<Theme>({ name: 'light', choice: 'system', choose: () => {} })

export const useTheme = (): Theme => useContext(Context)

export function ThemeProvider({ children }: { children: ReactNode }) {
  const [choice, setChoice] = useState<ThemeChoice>(storedChoice)
  const systemIsDark = useMediaQuery('(prefers-color-scheme: dark)')
  const name: ThemeName = choice === 'system' ? (systemIsDark ? 'dark' : 'light') : choice
  useEffect(() => paint(name), [name])
  const theme = useMemo(() => ({ name, choice, choose: storing(setChoice) }), [name, choice])
  return <Context value={theme}>{children}</Context>
}

function storedChoice(): ThemeChoice {
  const stored = localStorage.getItem(KEY)
  return themeChoices.find((choice) => choice === stored) ?? 'system'
}

const storing = (set: (choice: ThemeChoice) => void) => (choice: ThemeChoice) => {
  localStorage.setItem(KEY, choice)
  set(choice)
}

function paint(name: ThemeName): void {
  const root = document.documentElement
  root.dataset.theme = name
  root.style.colorScheme = name
  for (const [key, value] of Object.entries(cssVariables(name))) root.style.setProperty(key, value)
  root.style.background = 'var(--background)'
}

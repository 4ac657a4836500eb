/** Everything that the screens stand in: theme, language, cache, keys, router. */
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { App as AntApp, ConfigProvider } from 'antd'
import { type ReactNode, useEffect, useMemo } from 'react'
import { queryClient } from '@/api/queryClient'
import { antTheme } from '@/lib/antTheme'
import { KeysProvider } from '@/lib/keys'
import { connectNotify } from '@/lib/notify'
import { ThemeProvider, useTheme } from '@/lib/theme'
import { useReducedMotion } from '@/lib/useMediaQuery'
import { router } from './router'
import { useAntLocale } from './useAntLocale'

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <ThemeProvider>
        <Styled>
          <KeysProvider>
            <RouterProvider router={router} />
          </KeysProvider>
        </Styled>
      </ThemeProvider>
    </QueryClientProvider>
  )
}

function Styled({ children }: { children: ReactNode }) {
  const { name } = useTheme()
  const reducedMotion = useReducedMotion()
  const theme = useMemo(() => antTheme(name, reducedMotion), [name, reducedMotion])
  return (
    <ConfigProvider theme={theme} locale={useAntLocale()} button={{ autoInsertSpace: false }}>
      <AntApp message={{ maxCount: 3 }}>
        <NotifyBridge />
        {children}
      </AntApp>
    </ConfigProvider>
  )
}

function NotifyBridge() {
  const { message } = AntApp.useApp()
  useEffect(() => connectNotify((type, content) => void message.open({ type, content })), [message])
  return null
}

/** Asks before unsaved changes are left behind. */
import { useBlocker } from '@tanstack/react-router'
import { App } from 'antd'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'

/** `text`: what becomes of the changes. */
export function useLeaveGuard(isDirty: boolean, text: string): { release: () => void } {
  const { t } = useTranslation()
  const { modal } = App.useApp()
  const isReleased = useRef(false)
  useBlocker({
    shouldBlockFn: async ({ current, next }) => {
      if (isReleased.current || !isDirty || current.pathname === next.pathname) return false
      return !(await modal.confirm({
        title: t('leave.title'),
        content: text,
        okText: t('leave.go'),
        cancelText: t('leave.stay'),
      }))
    },
    enableBeforeUnload: () => isDirty && !isReleased.current,
  })
  return {
    release: () => {
      isReleased.current = true
    },
  }
}

/** Asks before unsaved changes are left behind; the draft itself stays in the browser tab either way. */
import { useBlocker } from '@tanstack/react-router'
import { App } from 'antd'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'

export function useLeaveGuard(isDirty: boolean): { release: () => void } {
  const { t } = useTranslation('templates')
  const { modal } = App.useApp()
  const isReleased = useRef(false)
  useBlocker({
    shouldBlockFn: async ({ current, next }) => {
      if (isReleased.current || !isDirty || current.pathname === next.pathname) return false
      return !(await modal.confirm({
        title: t('leave.title'),
        content: t('leave.text'),
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

/** Asks before something that cannot be undone. The button says the verb, never just OK. */
import { App } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

interface Question {
  title: string
  text?: ReactNode
  /** The verb on the button. */
  verb: string
  danger?: boolean
  /** The dialog stays open, waiting, until this is done. */
  run: () => Promise<unknown> | undefined
}

export function useConfirm(): (question: Question) => void {
  const { modal } = App.useApp()
  const { t } = useTranslation()
  return ({ title, text, verb, danger = true, run }) =>
    modal.confirm({
      title,
      content: text,
      okText: verb,
      okButtonProps: { danger },
      cancelText: t('cancel'),
      focusable: { autoFocusButton: 'cancel' },
      onOk: run,
    })
}

/** A dialog whose button of consent says why it cannot be pressed yet, instead of being greyed out without a word. */
import { type ButtonProps, Modal, type ModalProps } from 'antd'
import type { ReactNode } from 'react'
import { ReasonButton } from './ReasonTooltip'

interface Props extends Omit<ModalProps, 'footer' | 'okButtonProps' | 'okText' | 'okType'> {
  /** The verb on the button. */
  okText: ReactNode
  okButtonProps?: Omit<ButtonProps, 'disabled'>
  /** Why it cannot be pressed; none: it can. While `confirmLoading` the button waits, and says nothing. */
  reason: string | false | null | undefined
}

export function ReasonModal({ reason, okText, okButtonProps, ...modal }: Props) {
  return (
    <Modal
      {...modal}
      footer={(_buttons, { CancelBtn }) => (
        <>
          <CancelBtn />
          <ReasonButton
            type="primary"
            loading={modal.confirmLoading}
            aria-disabled={modal.confirmLoading || undefined}
            onClick={modal.onOk}
            {...okButtonProps}
            reason={(!modal.confirmLoading && reason) || null}
          >
            {okText}
          </ReasonButton>
        </>
      )}
    />
  )
}

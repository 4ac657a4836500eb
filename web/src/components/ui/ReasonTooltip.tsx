/** A button that cannot be pressed now says why, to the mouse, to the keyboard and to screen readers. */
import { Button, type ButtonProps, Tooltip } from 'antd'
import { useId } from 'react'

interface Props extends Omit<ButtonProps, 'disabled'> {
  /** Why it cannot be pressed; empty or null: it can. */
  reason?: string | null
}

/** A disabled button takes no focus, so it stays enabled for the keyboard and does nothing. It stays the same button when the
 * reason comes or goes, so that who points at it or stands on it still does. */
export function ReasonButton({ reason, ...button }: Props) {
  const id = useId()
  const unavailable: ButtonProps = {
    'aria-disabled': true,
    'aria-describedby': id,
    className: `${button.className ?? ''} mw-unavailable`,
    htmlType: 'button',
    href: undefined,
    onClick: undefined,
  }
  return (
    <>
      <Tooltip title={reason} trigger={reason ? ['hover', 'focus'] : []}>
        <Button {...button} {...(reason ? unavailable : {})} />
      </Tooltip>
      {reason && (
        <span id={id} hidden>
          {reason}
        </span>
      )}
    </>
  )
}

/** A button that cannot be pressed now says why, to the mouse and to the keyboard. */
import { Button, type ButtonProps, Tooltip } from 'antd'
import { useId } from 'react'

interface Props extends Omit<ButtonProps, 'disabled'> {
  /** Why it cannot be pressed; empty or null: it can. */
  reason?: string | null
}

/** A disabled button takes no focus, so it stays enabled for the keyboard and does nothing. */
export function ReasonButton({ reason, onClick, ...button }: Props) {
  const id = useId()
  if (!reason) return <Button {...button} onClick={onClick} />
  return (
    <Tooltip title={<span id={id}>{reason}</span>} trigger={['hover', 'focus']}>
      <Button {...button} aria-disabled="true" aria-describedby={id} className="mw-unavailable" htmlType="button" />
    </Tooltip>
  )
}

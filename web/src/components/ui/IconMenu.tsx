/** A button with an icon that opens a short menu. */
import { Button, Dropdown, Tooltip } from 'antd'
import { type ReactNode, useState } from 'react'

interface Props<Key extends string> {
  label: string
  icon: ReactNode
  items: { key: Key; label: string }[]
  selected?: Key
  choose: (key: Key) => void
  /** Words on the button. */
  children?: ReactNode
}

export function IconMenu<Key extends string>({ label, icon, items, selected, choose, children }: Props<Key>) {
  const [open, setOpen] = useState(false)
  return (
    <Dropdown
      autoFocus
      trigger={['click']}
      open={open}
      onOpenChange={setOpen}
      menu={{ items, selectedKeys: selected ? [selected] : [], onClick: ({ key }) => choose(key as Key) }}
    >
      <Tooltip title={open ? '' : label}>
        <Button type="text" icon={icon} aria-label={label} aria-haspopup="menu">
          {children}
        </Button>
      </Tooltip>
    </Dropdown>
  )
}

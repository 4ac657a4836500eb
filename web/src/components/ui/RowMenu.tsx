/** The ☰ menu of a row: always the same order; what is impossible now is shown and says why. */
import { MenuOutlined } from '@ant-design/icons'
import { Button, Dropdown, type MenuProps } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

export interface RowAction {
  key: string
  label: string
  icon?: ReactNode
  danger?: boolean
  /** Why it is impossible now; empty or null: it is possible. */
  reason?: string | null
  /** A line is drawn above it. */
  divided?: boolean
  run: () => void
}

interface Props {
  /** Name of the row, for screen readers. */
  name: string
  actions: RowAction[]
  /** `middle` beside a page's buttons. */
  size?: 'small' | 'middle'
}

export function RowMenu({ name, actions, size = 'small' }: Props) {
  const { t } = useTranslation()
  return (
    <Dropdown autoFocus trigger={['click']} menu={{ items: actions.flatMap(itemsOf) }} placement="bottomRight">
      <Button
        type="text"
        size={size}
        icon={<MenuOutlined aria-hidden />}
        aria-label={t('table.actionsOf', { name })}
        onClick={(event) => event.stopPropagation()}
      />
    </Dropdown>
  )
}

type Item = NonNullable<MenuProps['items']>[number]

function itemsOf(action: RowAction): Item[] {
  const item: Item = {
    key: action.key,
    icon: action.icon,
    danger: action.danger && !action.reason,
    label: <Label action={action} />,
    className: action.reason ? 'mw-unavailable' : undefined,
    onClick: ({ domEvent }) => {
      domEvent.stopPropagation()
      if (!action.reason) action.run()
    },
  }
  return action.divided ? [{ type: 'divider', key: `${action.key}-line` }, item] : [item]
}

/** Ant skips disabled items with the arrow keys; ours stay reachable, and their reason stands below their name. */
function Label({ action }: { action: RowAction }) {
  if (!action.reason) return <span>{action.label}</span>
  return (
    <span aria-disabled="true">
      {action.label}
      <span className="mw-reason">{action.reason}</span>
    </span>
  )
}

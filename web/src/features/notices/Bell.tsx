/** The bell in the top bar: how many notices are unread, live, and what they say. */
import { BellOutlined } from '@ant-design/icons'
import { Button, Popover } from 'antd'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CountBadge } from '@/components/ui/CountBadge'
import { useEventStream } from '@/lib/useEventStream'
import { useIsVisible } from '@/lib/useIsVisible'
import { NoticePanel } from './NoticePanel'
import { refreshNotices } from './queries'

/** On a phone there is more room to the right of the bell than below it. */
const INSIDE = { overflow: { shiftX: 8, adjustY: true } }
const STREAM = '/api/account/notices/stream'

export function Bell() {
  const { t } = useTranslation('notices')
  const [unread, setUnread] = useUnread()
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const panel = useRef<HTMLElement>(null)
  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  // the opening ends a while after its first sight: who already pressed something inside stays there
  const enter = () => panel.current?.contains(document.activeElement) || panel.current?.focus()
  const onKeyDown = ({ key }: KeyboardEvent) => key === 'Escape' && close()
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      align={INSIDE}
      open={isOpen}
      onOpenChange={setOpen}
      afterOpenChange={(opened) => opened && enter()}
      content={
        <section ref={panel} tabIndex={-1} aria-label={t('title')} onKeyDown={onKeyDown}>
          <NoticePanel isOpen={isOpen} unread={unread} setUnread={setUnread} close={() => setOpen(false)} />
        </section>
      }
    >
      <Button ref={button} type="text" aria-label={t('bell', { count: unread })} aria-expanded={isOpen}>
        <CountBadge count={unread}>
          <BellOutlined aria-hidden />
        </CountBadge>
      </Button>
    </Popover>
  )
}

/** A page that nobody looks at lets go of its connection: browsers allow few to one server. */
function useUnread(): [number, (unread: number) => void] {
  const [unread, setUnread] = useState(0)
  useEventStream(useIsVisible() ? STREAM : null, {
    types: ['unread'],
    onEvent: ({ type, data }) => {
      if (type !== 'unread') return
      setUnread((data as { unread: number }).unread)
      refreshNotices()
    },
  })
  return [unread, setUnread]
}

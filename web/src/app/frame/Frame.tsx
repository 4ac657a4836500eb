/** What stands around every screen: the rail at the left (below, on a phone), the bar on top, the content. */
import { Outlet } from '@tanstack/react-router'
import { Skeleton } from 'antd'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { BreadcrumbSlot } from '@/components/ui/FrameSlots'
import { useKeys } from '@/lib/keys'
import { useIsPhone } from '@/lib/useMediaQuery'
import styles from './Frame.module.css'
import { KeysDialog } from './KeysDialog'
import { BottomBar, Rail } from './Rail'
import { TopBar } from './TopBar'
import { useAccountPreferences } from './useAccountPreferences'
import { useDialogFocus } from './useDialogFocus'

export function Frame() {
  const { t } = useTranslation()
  const isPhone = useIsPhone()
  const [slot, setSlot] = useState<HTMLElement | null>(null)
  const [keysShown, setKeysShown] = useState(false)
  useAccountPreferences()
  useDialogFocus()
  useKeys([
    { key: '/', label: t('keys.search'), run: focusSearch },
    { key: '?', label: t('keys.help'), run: () => setKeysShown(true) },
  ])
  return (
    <BreadcrumbSlot value={slot}>
      <a href="#content" className={styles.skip}>
        {t('skip')}
      </a>
      <div className={styles.frame}>
        {!isPhone && <Rail />}
        <div className={styles.main}>
          <TopBar slotRef={setSlot} showKeys={() => setKeysShown(true)} />
          <main id="content" className={styles.content} tabIndex={-1}>
            <Suspense fallback={<Skeleton active />}>
              <Outlet />
            </Suspense>
          </main>
        </div>
        {isPhone && <BottomBar />}
      </div>
      <KeysDialog open={keysShown} close={() => setKeysShown(false)} />
    </BreadcrumbSlot>
  )
}

/** A screen's search field says which it is by `data-search`. */
function focusSearch(): void {
  document.querySelector<HTMLInputElement>('input[data-search], [data-search] input')?.focus()
}

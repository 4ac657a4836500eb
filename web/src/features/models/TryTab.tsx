/** Try it: drop, paste or choose images; each gets its prediction, the newest first. Nothing is kept at the server. */
import { InboxOutlined } from '@ant-design/icons'
import { Button, Upload } from 'antd'
import { useEffect, useEffectEvent } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './Models.module.css'
import type { VersionDetail } from './queries'
import { TriedCard } from './TriedCard'
import { useTried } from './useTried'

export function TryTab({ version }: { version: VersionDetail }) {
  const { t } = useTranslation('models')
  const { tried, add, clear } = useTried()
  usePaste(add)
  return (
    <div className={styles.stack}>
      <Upload.Dragger
        multiple
        accept="image/*"
        showUploadList={false}
        beforeUpload={(file) => {
          add([file])
          return false
        }}
      >
        <InboxOutlined className={styles.dropIcon} aria-hidden />
        <p className={styles.dropTitle}>{t('try.drop')}</p>
        <p className={styles.hint}>{t('try.hint')}</p>
      </Upload.Dragger>
      {tried.length > 1 && (
        <Button className={styles.start} onClick={clear}>
          {t('try.clear')}
        </Button>
      )}
      {tried.map(({ key, file }) => (
        <TriedCard key={key} file={file} version={version} />
      ))}
    </div>
  )
}

/** An image in the clipboard is taken wherever the focus is. */
function usePaste(add: (files: File[]) => void): void {
  const paste = useEffectEvent((event: ClipboardEvent) => {
    const images = [...(event.clipboardData?.files ?? [])].filter(({ type }) => type.startsWith('image/'))
    if (images.length) add(images)
  })
  useEffect(() => {
    const listener = (event: ClipboardEvent) => paste(event)
    window.addEventListener('paste', listener)
    return () => window.removeEventListener('paste', listener)
  }, [])
}

/** One image over the whole screen: zoom and place are kept between neighbours, arrow keys go on, pixels show above 400 %. */
import { CloseOutlined, DownloadOutlined, LeftOutlined, RightOutlined } from '@ant-design/icons'
import { Button, Tooltip } from 'antd'
import { type ReactNode, useEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import styles from './ImageViewer.module.css'
import { usePanZoom } from './usePanZoom'
import { useViewerKeys } from './useViewerKeys'

interface Props {
  /** Of the image itself, at full size. */
  src: string
  alt: string
  /** Words above the image: name, class, confidence. */
  title?: ReactNode
  /** Beside the image: what is known about it. */
  aside?: ReactNode
  /** Own buttons. */
  tools?: ReactNode
  /** Drawn over the image, of its size in pixels; moves with it. */
  overlay?: (width: number, height: number) => ReactNode
  /** Own keys, such as t for the truth. */
  keys?: Record<string, () => void>
  /** Undefined where there is no neighbour. */
  onPrevious?: () => void
  onNext?: () => void
  onClose: () => void
  downloadName?: string
}

const PIXELS_FROM = 4

export function ImageViewer(props: Props) {
  const { src, alt, title, aside, tools, overlay, keys, onPrevious, onNext, onClose, downloadName } = props
  const { t } = useTranslation()
  const { percent } = useFormat()
  const dialog = useRef<HTMLDivElement>(null)
  const stage = useRef<HTMLDivElement>(null)
  const view = usePanZoom(stage)
  useFocusInside(dialog)
  const { zoomIn, zoomOut, fit } = view
  useViewerKeys(dialog, { onPrevious, onNext, onClose, zoomIn, zoomOut, fit, more: keys })
  return createPortal(
    <div className={styles.viewer} role="dialog" aria-modal="true" aria-label={alt} tabIndex={-1} ref={dialog}>
      <header className={styles.bar}>
        <div className={styles.title}>{title ?? alt}</div>
        {tools}
        <Button type="text" size="small" aria-label={t('viewer.zoomOut')} onClick={view.zoomOut}>
          −
        </Button>
        <Tooltip title={t('viewer.fit')}>
          <Button type="text" size="small" aria-label={t('viewer.fit')} onClick={view.fit} className={styles.scale}>
            {percent(view.scale, 0)}
          </Button>
        </Tooltip>
        <Button type="text" size="small" aria-label={t('viewer.zoomIn')} onClick={view.zoomIn}>
          +
        </Button>
        <Button type="text" size="small" aria-label={t('viewer.actual')} onClick={view.actual}>
          1:1
        </Button>
        {downloadName && (
          <Tooltip title={t('viewer.download')}>
            <a className={styles.download} href={src} download={downloadName} aria-label={t('viewer.download')}>
              <DownloadOutlined aria-hidden />
            </a>
          </Tooltip>
        )}
        <Button
          type="text"
          size="small"
          icon={<CloseOutlined aria-hidden />}
          aria-label={t('close')}
          onClick={onClose}
        />
      </header>
      <div className={styles.body}>
        <div className={styles.stage} ref={stage} {...view.handlers}>
          <img
            src={src}
            alt={alt}
            draggable={false}
            onLoad={(event) => view.loaded(event.currentTarget)}
            style={{ ...view.style, imageRendering: view.scale > PIXELS_FROM ? 'pixelated' : 'auto' }}
          />
          {overlay && view.image && (
            <div className={styles.over} style={view.style}>
              {overlay(view.image.width, view.image.height)}
            </div>
          )}
          <Arrow side="previous" go={onPrevious} label={t('viewer.previous')} />
          <Arrow side="next" go={onNext} label={t('viewer.next')} />
        </div>
        {aside && <aside className={styles.aside}>{aside}</aside>}
      </div>
    </div>,
    document.body,
  )
}

function Arrow({ side, go, label }: { side: 'previous' | 'next'; go?: () => void; label: string }) {
  if (!go) return null
  return (
    <Button
      shape="circle"
      className={styles[side]}
      icon={side === 'next' ? <RightOutlined aria-hidden /> : <LeftOutlined aria-hidden />}
      aria-label={label}
      onClick={go}
      onPointerDown={(event) => event.stopPropagation()}
    />
  )
}

/** The focus moves in while the viewer is open, and goes back where it was. */
function useFocusInside(dialog: React.RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const before = document.activeElement
    dialog.current?.focus()
    document.body.style.overflow = 'hidden'
    return () => {
      document.body.style.overflow = ''
      if (before instanceof HTMLElement) before.focus({ preventScroll: true })
    }
  }, [dialog])
}

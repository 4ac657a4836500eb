/** What runs now, in the top bar of every screen: a live count, and each with its progress. */
import { ThunderboltOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button, Popover, Progress } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/api/session'
import { CountBadge } from '@/components/ui/CountBadge'
import { StatusTag } from '@/components/ui/StatusTag'
import { clockText } from '@/lib/clock'
import { useProjectId } from '@/lib/params'
import styles from './Processes.module.css'
import { type Process, useActiveProcesses } from './queries'
import { addressOf } from './useProcessActions'

export function JobsTray() {
  const { t } = useTranslation('processes')
  const projectId = useProjectId()
  const [isOpen, setIsOpen] = useState(false)
  const { data } = useActiveProcesses(projectId)
  const mayView = useMay('training_processes.view')
  if (!Number.isFinite(projectId) || !mayView) return null
  const count = data?.total ?? 0
  const list = (
    <div className={styles.tray}>
      {data?.items.map((process) => (
        <Job key={process.id} process={process} close={() => setIsOpen(false)} />
      ))}
      {count === 0 && <p className="mw-muted">{t('tray.nothing')}</p>}
      <Link
        to={`/projects/${projectId}/processes` as never}
        search={{ author: 'all' } as never}
        onClick={() => setIsOpen(false)}
      >
        {t('tray.all')}
      </Link>
    </div>
  )
  return (
    <Popover trigger="click" placement="bottomRight" open={isOpen} onOpenChange={setIsOpen} content={list}>
      <Button type="text" aria-label={t('tray.label', { count })}>
        <CountBadge count={count}>
          <ThunderboltOutlined aria-hidden />
        </CountBadge>
      </Button>
    </Popover>
  )
}

function Job({ process, close }: { process: Process; close: () => void }) {
  const { t } = useTranslation('processes')
  const { template_name: template, number, status, progress, remaining_s } = process
  return (
    <Link to={addressOf(process) as never} onClick={close} className={styles.job}>
      <span className={styles.jobHead}>
        <b>{t('nameOf', { template, number })}</b>
        <StatusTag status={status} />
      </span>
      <Progress percent={progress * 100} size="small" showInfo={false} />
      {remaining_s !== null && <span className="mw-muted mw-number">~{clockText(remaining_s)}</span>}
    </Link>
  )
}

/** The head of a run's column: its colour, name and state; base or not; out of the comparison. */
import { CloseOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button, Tag, Tooltip } from 'antd'
import { StatusTag } from '@/components/ui/StatusTag'
import { useProjectId } from '@/lib/params'
import styles from './Comparison.module.css'
import { lookAt } from './colors'
import type { Run } from './queries'
import { useWords } from './useWords'

interface Props {
  run: Run
  place: number
  isBase: boolean
  makeBase: () => void
  leaveOut: () => void
}

export function RunHead({ run, place, isBase, makeBase, leaveOut }: Props) {
  const { t, nameOf } = useWords()
  const projectId = useProjectId()
  const name = nameOf(run)
  const { color, dash } = lookAt(place)
  const out = t('leaveOut', { name })
  return (
    <th scope="col" className={styles.head}>
      <span className={styles.swatch} style={{ borderTop: `4px ${dash} ${color}` }} />
      <span className={styles.headLine}>
        <Link to={`/projects/${projectId}/processes/${run.id}` as never} className={styles.runName}>
          {name}
        </Link>
        <Tooltip title={out}>
          <Button type="text" size="small" icon={<CloseOutlined aria-hidden />} aria-label={out} onClick={leaveOut} />
        </Tooltip>
      </span>
      <span className={styles.headLine}>
        {run.published ? (
          <StatusTag status="published" detail={run.published} />
        ) : (
          <StatusTag status={run.status} label={run.status_label} />
        )}
        {isBase ? (
          <Tag>{t('base')}</Tag>
        ) : (
          <Button size="small" onClick={makeBase} aria-label={t('makeBaseOf', { name })}>
            {t('makeBase')}
          </Button>
        )}
      </span>
    </th>
  )
}
